import { build, type BuildOptions } from "esbuild";
import { expect, it } from "vitest";
import { bundles } from "../../scripts/build.mjs";

/** The packages in a bundle of dist/, and how many bytes it has. */
async function contents(file: string): Promise<{ packages: Set<string>; own: string[]; bytes: number }> {
  const bundle = (bundles as { entry: string; options: BuildOptions }[]).find(
    ({ options }) => options.outfile === file,
  );
  if (!bundle) throw new Error(`no bundle ${file}`);
  const { metafile } = await build({
    ...bundle.options,
    entryPoints: [bundle.entry],
    metafile: true,
    write: false,
  });
  const output = metafile.outputs[file];
  if (!output) throw new Error(`${file} was not made`);
  const inputs = Object.entries(output.inputs)
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .map(([input]) => input);
  const packages = inputs.flatMap((input) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input)?.[1] ?? []);
  return { packages: new Set(packages), own: inputs, bytes: output.bytes };
}

it("what VS Code's start waits for holds neither zod nor a layer, and is small", async () => {
  const { packages, own, bytes } = await contents("dist/extension.cjs");
  expect([...packages]).toEqual(["@vscode/l10n"]);
  expect(own.filter((file) => /^engine\/(layers|ops|optimizers|metrics)\//.test(file))).toEqual([]);
  expect(bytes).toBeLessThan(150_000);
});

it("the graph language brings zod with it, when a document opens", async () => {
  expect((await contents("dist/language.cjs")).packages).toContain("zod");
});
