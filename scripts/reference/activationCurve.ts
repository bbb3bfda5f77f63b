import { differentiate } from "../../engine/compiler/differentiate";
import { initialWeights } from "../../engine/compiler/initialWeights";
import { lower } from "../../engine/compiler/lower";
import { ProgramBuilder } from "../../engine/compiler/ProgramBuilder";
import { infer } from "../../engine/graph/infer";
import { parse } from "../../engine/document/parse";
import type { Layer } from "../../engine/layers/layer";
import { at, float } from "../../engine/tensor/tensor";
import { ReferenceRuntime } from "../../engine/runtime/reference/ReferenceRuntime";

export interface Curve {
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly slope: readonly number[];
  /** How many numbers the layer got: x, and zeros after it if the layer combines several. */
  readonly width: number;
}

const [from, to, samples] = [-5, 5, 401];

/** An activation's first output and its slope with respect to its first input, computed by the reference runtime. */
export async function activationCurve(layer: Layer): Promise<Curve | undefined> {
  for (const width of [1, 4]) {
    const curve = await curveOf(layer, width);
    // A constant means that the layer compares numbers with each other, and there was only one.
    if (curve && (width > 1 || curve.y.some((value) => value !== curve.y[0]))) return curve;
  }
  return undefined;
}

async function curveOf(layer: Layer, width: number): Promise<Curve | undefined> {
  const document = {
    netloom: 1,
    nodes: { x: { type: "Input", shape: [width] }, layer: { type: layer.type, ...layer.fresh } },
    edges: ["x -> layer"],
  };
  const { graph } = parse(JSON.stringify(document));
  const typed = graph && infer(graph);
  if (!typed || typed.problems.length > 0) return undefined;
  const builder = new ProgramBuilder();
  const { b } = builder;
  const lowered = lower(builder, typed, { batchSize: samples, training: false });
  const output = at(Object.values(lowered.get("layer")?.outputs ?? {}), 0);
  const first = b.slice(output, { starts: [0, 0], ends: [samples, 1] });
  const input = builder.feed("x.output", float([samples, width]));
  const [slope] = differentiate(builder, b.sum(first, { axes: [0, 1], keepDims: false }), [input]);
  builder.output("y", first);
  if (slope) builder.output("slope", b.slice(slope, { starts: [0, 0], ends: [samples, 1] }));
  const runtime = new ReferenceRuntime();
  const session = runtime.open();
  const found: Record<string, number[]> = {};
  const executable = await session.load(builder.finish(), (_, outputs) => {
    for (const [name, value] of Object.entries(outputs)) found[name] = [...value];
  });
  await session.write(initialWeights(typed, 1));
  const x = Array.from({ length: samples }, (_, i) => from + ((to - from) * i) / (samples - 1));
  const feed = new Float64Array(samples * width);
  x.forEach((value, i) => (feed[i * width] = value));
  await executable.run({ "x.output": feed }, 1);
  await executable.drain();
  return { x, y: found.y ?? [], slope: found.slope ?? x.map(() => 0), width };
}
