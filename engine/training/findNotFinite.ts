import { diagnosisStep } from "../compiler/diagnosisStep";
import type { HostArrays } from "../compiler/program";
import type { TypedGraph } from "../graph/typedGraph";
import type { Session } from "../runtime/runtime";
import type { NotFinite } from "./errors";

/**
 * Runs one step's batch on the weights before that step and names the first thing, in the graph's order, that is NaN or
 * infinite. `feeds` are those of the step that failed.
 */
export async function findNotFinite(
  typed: TypedGraph,
  session: Session,
  batchSize: number,
  feeds: HostArrays,
): Promise<NotFinite | undefined> {
  let counts: Record<string, number> = {};
  const executable = await session.load(diagnosisStep(typed, batchSize), (_, outputs) => {
    counts = Object.fromEntries(Object.entries(outputs).map(([name, value]) => [name, value[0] ?? 0]));
  });
  await executable.run(feeds, 0);
  await executable.drain();
  executable.dispose();
  const found = Object.entries(counts).find(([, count]) => count > 0 || Number.isNaN(count));
  const [, kind, node, name] = /^(weight|value|gradient)\/(\w+)\.(\w+)$/.exec(found?.[0] ?? "") ?? [];
  return kind && node && name ? { kind: kind as NotFinite["kind"], node, name } : undefined;
}
