import { parse } from "../document/parse";

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
  const nodes = [...graph.nodes.values()].map((node) => [
    node.id,
    node.type,
    sorted(node.params),
    node.weightsOf,
  ]);
  const edges = graph.edges.map(({ from, to }) => [from.node, from.port, to.node, to.port]);
  const { batchSize, dropLast, seed, warmup, optimizer, schedule = {}, clipping = {} } = graph.training;
  const settings = [optimizer, schedule, clipping].map(sorted);
  return JSON.stringify([nodes, edges, batchSize, dropLast, seed, warmup, settings]);
}

function sorted(record: Readonly<Record<string, unknown>>): [string, unknown][] {
  return Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
}
