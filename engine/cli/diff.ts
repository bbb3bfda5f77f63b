import { parseArgs } from "node:util";
import { t } from "@vscode/l10n";
import { differenceOf, isSameModel } from "../document/difference/differenceOf";
import type { ModelDifference } from "../document/difference/ModelDifference";
import type { TypedGraph } from "../graph/typedGraph";
import { openModel } from "../training/openModel";
import { differenceLines } from "./differenceLines";
import { exitCode, type ExitCode } from "./exitCode";
import { nodeRows, type Row } from "./nodeTable";
import { openFile, type OpenFile } from "./openFile";
import type { Output } from "./Output";
import { UsageError } from "./UsageError";

/**
 * `netloom diff BEFORE AFTER`: how two models differ in their nodes, wires, blocks and training, and in the shapes and
 * parameters that follow from that; positions apart. Problems of either are reported, and it exits with 1 if a text cannot
 * be read as a document.
 */
export async function diff(args: string[], output: Output): Promise<ExitCode> {
  const { positionals } = parseArgs({ args, allowPositionals: true, options: { json: { type: "boolean" } } });
  if (positionals.length !== 2) throw new UsageError(t("Name two model files: netloom diff BEFORE AFTER"));
  const files = await Promise.all(positionals.map(openFile));
  const models = await Promise.all(files.map((file) => open(file, output)));
  const [before, after] = models;
  if (!before || !after) return exitCode.problems;
  const difference = differenceOf(before.graph, after.graph);
  const effects = effectsOf(before, after, difference);
  const parameters = { before: before.parameterCount, after: after.parameterCount };
  const isSame = isSameModel(difference);
  output.event({ event: "difference", same: isSame, ...difference, nodes: effects, parameters } as {
    event: string;
  });
  for (const line of differenceLines(difference, effects)) output.print(line);
  const moved = difference.layout.filter(({ before, after }) => before && after).length;
  if (isSame) output.print(moved > 0 ? t("Only positions differ.") : t("The models are the same."));
  if (moved > 0) output.print(t("Nodes at other positions: {0}", moved));
  if (parameters.before !== parameters.after)
    output.print(t("Parameters: {0} → {1}", parameters.before, parameters.after));
  return exitCode.done;
}

/** The graph of a document; undefined, after its problems are reported, if its text cannot be read as one. */
async function open({ name, text, place }: OpenFile, output: Output): Promise<TypedGraph | undefined> {
  const { typed, problems } = await openModel(text, place);
  if (!typed) output.problems(name, text, problems);
  return typed;
}

/** What changes of a node because of other changes, too: its shapes and parameters. */
export interface Effect {
  readonly id: string;
  readonly shape?: { readonly before: string; readonly after: string };
  readonly parameters?: { readonly before: number; readonly after: number };
}

/** Of the nodes that are in both documents, those with other shapes or another number of parameters. */
function effectsOf(before: TypedGraph, after: TypedGraph, { renamed }: ModelDifference): Effect[] {
  const names = new Map(renamed.flatMap(({ block, from, to }) => (block === undefined ? [[from, to]] : [])));
  const earlier = new Map(nodeRows(before).map((row): [string, Row] => [names.get(row[0]) ?? row[0], row]));
  return nodeRows(after).flatMap(([id, , shape, count]): Effect[] => {
    const was = earlier.get(id);
    if (!was) return [];
    const [, , oldShape, oldCount] = was;
    if (shape === oldShape && count === oldCount) return [];
    return [
      {
        id,
        ...(shape !== oldShape && { shape: { before: oldShape, after: shape } }),
        ...(count !== oldCount && { parameters: { before: Number(oldCount), after: Number(count) } }),
      },
    ];
  });
}
