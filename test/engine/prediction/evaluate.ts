import { lower, type LowerOptions } from "../../../engine/compiler/lower";
import { ProgramBuilder } from "../../../engine/compiler/ProgramBuilder";
import { removeUnused } from "../../../engine/compiler/simplify";
import type { TypedGraph } from "../../../engine/graph/typedGraph";
import type { SafeTensor } from "../../../engine/interop/safetensors";
import { ReferenceRuntime } from "../../../engine/runtime/reference/ReferenceRuntime";

/** An output of one sample of the whole graph, in evaluation mode on the reference runtime. */
export async function evaluate(
  typed: TypedGraph,
  weights: ReadonlyMap<string, SafeTensor>,
  given: Readonly<Record<string, readonly number[]>>,
  node: string,
  port: string,
  options: Partial<LowerOptions> = {},
): Promise<number[]> {
  const builder = new ProgramBuilder();
  const lowered = lower(builder, typed, { batchSize: 1, training: false, ...options });
  builder.output("wanted", lowered.get(node)!.outputs[port]!);
  const program = removeUnused(builder.finish());
  const session = new ReferenceRuntime().open();
  let result: number[] = [];
  const executable = await session.load(program, (_, outputs) => {
    result = [...outputs.wanted!];
  });
  await session.write(Object.fromEntries(program.state.map(({ name }) => [name, weights.get(name)!.data])));
  const feeds = Object.entries(given).map(([name, values]) => [name, Float64Array.from(values)] as const);
  await executable.run(Object.fromEntries(feeds), 1);
  return result;
}
