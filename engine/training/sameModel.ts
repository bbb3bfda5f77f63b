import { parse } from "../document/parse";
import { expand } from "../graph/expand";

/**
 * Whether two documents train the same way: everything but the layout, the metrics and the number of epochs is equal.
 */
export function sameModel(a: string, b: string): boolean {
  const [left, right] = [essence(a), essence(b)];
  return left !== undefined && left === right;
}

function essence(text: string): string | undefined {
  const { graph } = parse(text);
  if (!graph) return undefined;
  const flat = expand(graph).graph;
  const nodes = [...flat.nodes.values()].map(({ id, type, params, weightsOf, follows }) => [
    id,
    type,
    sorted(params),
    weightsOf,
    follows,
  ]);
  const edges = flat.edges.map(({ from, to }) => [from.node, from.port, to.node, to.port]);
  const {
    batchSize,
    dropLast,
    seed,
    warmup,
    optimizer,
    schedule = {},
    clipping = {},
    ...rest
  } = graph.training;
  // In their order, which is that of their updates.
  const objectives = JSON.stringify(rest.objectives, sortedKeys);
  const settings = [optimizer, schedule, clipping].map(sorted);
  return JSON.stringify([
    nodes,
    edges,
    batchSize,
    dropLast,
    seed,
    warmup,
    settings,
    rest.accumulate,
    objectives,
    rest.ema,
  ]);
}

function sorted(record: Readonly<Record<string, unknown>>): [string, unknown][] {
  return Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
}

function sortedKeys(_: string, value: unknown): unknown {
  const isRecord = typeof value === "object" && value !== null && !Array.isArray(value);
  return isRecord ? Object.fromEntries(sorted(value as Readonly<Record<string, unknown>>)) : value;
}
