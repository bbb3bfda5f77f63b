import { neededPart } from "../graph/neededPart";
import type { Source, TypedGraph, TypedNode } from "../graph/typedGraph";
import { classesBehind } from "./classesBehind";
import type { Panel, PanelFacts, PlannedPanel } from "./panel";
import { picture } from "./toPictures";

/** What is shown of large ones: the first positions, and the first heads. Together less than other panels' `mostBytes`. */
const mostPositions = 48;
const mostHeads = 8;

/** How much each position of a sample attends to each other one, in each head. */
export const attention: Panel = {
  name: "attention",
  of: (typed) => [...typed.nodes.values()].flatMap((node) => planned(typed, node) ?? []),
};

function planned(typed: TypedGraph, { node: { id }, layer, incoming }: TypedNode): PlannedPanel | undefined {
  const { attention: weightsOf } = layer;
  const [query] = incoming.query ?? [];
  if (!weightsOf || !query) return undefined;
  const [key = query] = incoming.key ?? [];
  return {
    node: id,
    graph: neededPart(typed, [id]),
    samples: 1,
    values: (_, lowered) => {
      const context = lowered.get(id)?.context;
      if (!context) throw new Error(`${id} was not lowered`);
      return { weights: weightsOf(context) };
    },
    content: ({ weights }, facts) => {
      if (!weights) return undefined;
      const [queries = 0, keys = 0] = weights.shape.slice(-2);
      const heads = weights.shape.length === 4 ? (weights.shape[1] ?? 0) : 1;
      const [rows, columns] = [Math.min(queries, mostPositions), Math.min(keys, mostPositions)];
      const names = {
        queries: namesAt(typed, query, queries, facts),
        keys: namesAt(typed, key, keys, facts),
      };
      return {
        show: "attention",
        heads: Array.from({ length: Math.min(heads, mostHeads) }, (_, head) =>
          picture(
            [1, rows, columns],
            (_, row, column) => 255 * (weights.data[(head * queries + row) * keys + column] ?? 0),
          ),
        ),
        ...(names.queries && { queries: names.queries.slice(0, rows) }),
        ...(names.keys && { keys: names.keys.slice(0, columns) }),
      };
    },
  };
}

/** The names of a sequence's positions: those of the classes in the data that it is made of. */
function namesAt(
  typed: TypedGraph,
  from: Source,
  positions: number,
  { samplesOf, classNamesOf }: PanelFacts,
): readonly string[] | undefined {
  const port = classesBehind(typed, from, positions);
  const [data, names] = [port && samplesOf(port), classNamesOf(port)];
  // What is below 0 is no class.
  return (
    data &&
    Array.from(data.subarray(0, positions), (index) => names?.[index] ?? (index < 0 ? "" : `${index}`))
  );
}
