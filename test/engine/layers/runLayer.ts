import { lower } from "../../../engine/compiler/lower";
import { initialWeights } from "../../../engine/compiler/initialWeights";
import type { HostArray } from "../../../engine/tensor/hostArrays";
import { ProgramBuilder } from "../../../engine/compiler/ProgramBuilder";
import { infer } from "../../../engine/graph/infer";
import { parse } from "../../../engine/document/parse";
import type { Problem } from "../../../engine/graph/problem";
import type { TypedGraph } from "../../../engine/graph/typedGraph";
import { pathOf } from "../../../engine/tensor/path";
import { sizeOf } from "../../../engine/tensor/tensor";
import { ReferenceRuntime } from "../../../engine/runtime/reference/ReferenceRuntime";

/** What arrives at a port: the shape of a sample, and whether its numbers are whole. */
export type Arriving = readonly number[] | { readonly shape: readonly number[]; readonly dtype: "int32" };

/** One layer, called `layer`, with an Input node for each port. */
export function layerAlone(layer: object, ports: Readonly<Record<string, Arriving>>): TypedGraph {
  const sources = Object.entries(ports).map(([port, arriving]) => [
    `from_${port}`,
    { type: "Input", ...("shape" in arriving ? arriving : { shape: arriving }) },
  ]);
  const document = {
    netloom: 1,
    nodes: { ...Object.fromEntries(sources), layer },
    edges: Object.keys(ports).map((port) => `from_${port} -> layer.${port}`),
  };
  const { graph, problems } = parse(JSON.stringify(document));
  if (!graph || problems.length > 0) throw new Error(problems.map(({ message }) => message).join("\n"));
  return infer(graph);
}

/** The problems of one layer with what arrives at its ports. */
export function problemsOf(layer: object, ports: Readonly<Record<string, Arriving>>): readonly Problem[] {
  return layerAlone(layer, ports).problems;
}

export interface RunOptions {
  readonly batchSize?: number;
  readonly training?: boolean;
  readonly seed?: number;
  /** Of each, its outputs; 1 alone by default. */
  readonly steps?: readonly number[];
  /** By the weight's name, instead of what they start as. */
  readonly weights?: Readonly<Record<string, readonly number[]>>;
}

/**
 * Runs one layer on the reference runtime. `inputs` are the numbers of a whole batch by port. Gives the last step's
 * outputs, and the layer's weights and statistics after it.
 */
export async function runLayer(
  layer: object,
  ports: Readonly<Record<string, Arriving>>,
  inputs: Readonly<Record<string, ArrayLike<number>>>,
  { batchSize = 1, training = true, seed = 1, steps = [1], weights = {} }: RunOptions = {},
): Promise<{ readonly outputs: Record<string, number[]>; readonly state: Record<string, number[]> }> {
  const typed = layerAlone(layer, ports);
  if (typed.problems.length > 0) throw new Error(typed.problems.map(({ message }) => message).join("\n"));
  const builder = new ProgramBuilder();
  const lowered = lower(builder, typed, { batchSize, training });
  for (const [port, value] of Object.entries(lowered.get("layer")!.outputs)) builder.output(port, value);
  const program = builder.finish();
  let outputs: Record<string, number[]> = {};
  const session = new ReferenceRuntime().open();
  const executable = await session.load(program, (_, arrays) => {
    outputs = Object.fromEntries(Object.entries(arrays).map(([port, values]) => [port, [...values]]));
  });
  const named = Object.entries(weights).map(([name, values]) => [
    pathOf("layer", name),
    Float64Array.from(values),
  ]);
  const slots = new Set(program.state.map(({ name }) => name));
  const start = { ...initialWeights(typed, seed), ...Object.fromEntries(named) } as Record<string, HostArray>;
  await session.write(Object.fromEntries(Object.entries(start).filter(([name]) => slots.has(name))));
  for (const step of steps) {
    const numbers: Record<string, HostArray> = { seed: Int32Array.of(seed), step: Int32Array.of(step) };
    for (const [port, values] of Object.entries(inputs))
      numbers[pathOf(`from_${port}`, "output")] = Float64Array.from(values);
    await executable.run(
      Object.fromEntries(
        program.feeds.map(({ name, value }) => {
          const array = numbers[name];
          if (array?.length !== sizeOf(value.type.shape)) throw new Error(`${name} has another size`);
          return [name, array];
        }),
      ),
      step,
    );
  }
  const state = await session.read([...slots]);
  session.dispose();
  return {
    outputs,
    state: Object.fromEntries(
      Object.entries(state).map(([name, values]) => [name.slice("layer.".length), [...values]]),
    ),
  };
}
