import { t } from "@vscode/l10n";
import type { DatasetFacts, PortFacts } from "../catalog/facts";
import type { TextParams } from "../catalog/text";
import { DataError } from "../dataError";
import { resolveDataFile, type DataFile, type DataPlace } from "../dataPath";
import { checkDatasetMemory } from "../datasetMemory";
import { inspected } from "../inspected";
import { memorySamples } from "../memorySamples";
import { readText, type TextFile } from "../text/readText";
import { fileLoader } from "./loader";

/**
 * The characters (code points) of a text as indices into the sorted list of those that occur. The samples follow each
 * other without overlap, and both ports are views of the same array.
 */
export const text = fileLoader<TextParams>({
  inspect: async (params, place) => {
    const file = await fileOf(params, place);
    return factsOf(params, await inspectText(params, file));
  },
  load: async (params, place) => {
    const file = await fileOf(params, place);
    const found = await inspectText(params, file);
    const facts = factsOf(params, found);
    const indices = new Map(found.characters.map((character, index) => [character, index]));
    const codes = new Int32Array(found.count);
    let position = 0;
    for await (const piece of readText(textFile(params, file)))
      for (const character of piece.toString()) {
        const index = indices.get(character);
        if (index === undefined || position === codes.length) throw changed(params);
        codes[position++] = index;
      }
    if (position < codes.length) throw changed(params);
    const port = portOf(params, found);
    return memorySamples({
      count: facts.samples,
      columns: [
        { ...port, name: "input", data: codes },
        { ...port, name: "target", data: codes.subarray(1) },
      ],
      files: [{ name: params.file, bytes: file.bytes }],
    });
  },
});

interface TextFound {
  readonly count: number;
  /** Those that occur, in the order of their code points. */
  readonly characters: readonly string[];
}

function fileOf(params: TextParams, place: DataPlace): Promise<DataFile> {
  return resolveDataFile(params.file, place, "file");
}

function textFile({ file: written, encoding }: TextParams, { path }: DataFile): TextFile {
  return { path, written, param: "file", encoding };
}

function inspectText(params: TextParams, file: DataFile): Promise<TextFound> {
  return inspected([file], ["text", params.encoding], async () => {
    const characters = new Set<string>();
    let count = 0;
    for await (const piece of readText(textFile(params, file)))
      for (const character of piece.toString()) {
        characters.add(character);
        count++;
      }
    return { count, characters: [...characters].sort(byCodePoint) };
  });
}

function byCodePoint(a: string, b: string): number {
  return (a.codePointAt(0) ?? 0) - (b.codePointAt(0) ?? 0);
}

/** A sample has a target for each of its characters, so the last character of the text is only a target. */
function factsOf(params: TextParams, found: TextFound): DatasetFacts {
  const samples = Math.floor((found.count - 1) / params.window);
  if (samples < 1)
    throw new DataError(
      "data-empty",
      t("{0} has {1} characters, but a sample needs {2}.", params.file, found.count, params.window + 1),
      { param: "window", hint: t("Use a shorter window or a longer text.") },
    );
  checkDatasetMemory(samples, 2 * params.window, "file");
  const port = portOf(params, found);
  return { samples, ports: { input: port, target: port } };
}

function portOf({ window }: TextParams, { characters }: TextFound): PortFacts {
  return {
    shape: [window],
    dtype: "int32",
    classes: characters.length,
    classNames: characters,
    range: { low: 0, high: characters.length - 1 },
    whole: true,
  };
}

function changed({ file }: TextParams): DataError {
  return new DataError("data-file-changed", t("{0} changed while it was being read.", file), {
    param: "file",
    hint: t("Try again."),
  });
}
