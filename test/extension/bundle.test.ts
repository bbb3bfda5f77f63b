import { build, type BuildOptions } from "esbuild";
import { expect, it } from "vitest";
import { node } from "../../scripts/build.mjs";

it("is small, and contains only a few listed files of the engine", async () => {
  const { metafile, outputFiles } = await build({
    ...(node as BuildOptions),
    entryPoints: ["extension/extension.ts"],
    external: [...node.external, "./language"],
    minify: true,
    sourcemap: false,
    metafile: true,
    write: false,
    outfile: "extension.cjs",
  });
  const inputs = Object.keys(metafile.inputs);
  // Documents are parsed in another bundle, loaded on demand.
  expect(inputs).not.toContain("engine/document/parse.ts");
  expect(inputs.filter((path) => /^engine\/(?!graph\/|document\/)/.test(path)).sort()).toEqual([
    // Which figures are of play, and better if higher.
    "engine/data/catalog/playedFigures.ts",
    // To describe the data of a Dataset node.
    "engine/data/catalog/sourceName.ts",
    // The shapes of an episode that is read from a run's folder.
    "engine/data/environments/Shape.ts",
    // For the history and state of a run.
    "engine/diagnosis/Column.ts",
    "engine/diagnosis/lossProgress.ts",
    "engine/diagnosis/lossShowsProgress.ts",
    "engine/run/histograms.ts",
    "engine/run/lifecycle.ts",
    // The limits of what is drawn.
    "engine/run/prediction.ts",
    "engine/runFolder/LineFile.ts",
    "engine/runFolder/RunReader.ts",
    "engine/runFolder/openRegular.ts",
    "engine/runFolder/readEvent.ts",
    "engine/runFolder/readModel.ts",
    "engine/runFolder/readPanel.ts",
    "engine/runFolder/readSmallFile.ts",
    "engine/runFolder/runOwner.ts",
    // The names of a run's files, and the summary in its record.
    "engine/runFolder/runPaths.ts",
    "engine/runFolder/runSummary.ts",
    "engine/runFolder/shape.ts",
    "engine/server/LineFilter.ts",
    "engine/server/lastWords.ts",
    "engine/server/protocol.ts",
    "engine/server/withoutChatter.ts",
    "engine/tensor/path.ts",
  ]);
  expect(inputs.filter((path) => path.includes("zod"))).toEqual([]);
  // With the tree view of nodes, renaming, the links from problems to the canvas, the tables of nodes, and pictures of it.
  expect(outputFiles[0]!.contents.length).toBeLessThan(98_200);
});
