import { build, type BuildOptions } from "esbuild";
import { expect, it } from "vitest";
import { bundles } from "../../scripts/build.mjs";

/** The packages and own files in a bundle of dist/, and its size in bytes. */
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

it("the bundle loaded at VS Code's startup is small, and contains neither zod nor layers", async () => {
  const { packages, own, bytes } = await contents("dist/extension.cjs");
  expect([...packages]).toEqual(["@vscode/l10n"]);
  expect(own.filter((file) => /^engine\/(layers|ops|optimizers|metrics)\//.test(file))).toEqual([]);
  expect(bytes).toBeLessThan(150_000);
});

it("the bundle loaded when a document opens contains zod", async () => {
  expect((await contents("dist/language.cjs")).packages).toContain("zod");
});
