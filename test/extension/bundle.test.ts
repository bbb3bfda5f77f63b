import { build, type BuildOptions } from "esbuild";
import { expect, it } from "vitest";
import { node } from "../../scripts/build.mjs";

it("is small, and holds of the engine only its words, what it says, and who trains in a folder", async () => {
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
  // Of the language: what a page may ask for.
  expect(inputs).not.toContain("engine/document/parse.ts");
  expect(inputs.filter((path) => /^engine\/(?!graph\/|document\/)/.test(path)).sort()).toEqual([
    // Which source a Dataset node has, for the description of its data.
    "engine/data/catalog/sourceName.ts",
    // The numbers of a run, and where it is in its life, as the views keep them.
    "engine/diagnosis/Column.ts",
    "engine/diagnosis/lossProgress.ts",
    "engine/run/histograms.ts",
    "engine/run/lifecycle.ts",
    "engine/runFolder/LineFile.ts",
    "engine/runFolder/RunReader.ts",
    "engine/runFolder/openRegular.ts",
    "engine/runFolder/readEvent.ts",
    "engine/runFolder/readSmallFile.ts",
    "engine/runFolder/runOwner.ts",
    // What a run's files are called, and what the head of its record says.
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
  expect(outputFiles[0]!.contents.length).toBeLessThan(80_000);
});
