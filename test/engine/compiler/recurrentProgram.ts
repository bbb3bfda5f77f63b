import { expect } from "vitest";
import type { Program } from "../../../engine/compiler/program";
import type { HostArrays } from "../../../engine/tensor/hostArrays";
import { infer } from "../../../engine/graph/infer";
import { fillUniform } from "../../../engine/ops/philox";
import { sizeOf } from "../../../engine/tensor/tensor";
import type { Session } from "../../../engine/runtime/runtime";
import { documentOf, graphOf } from "../graph/documents";

/** More time steps than the compiler unrolls. */
const usual = 40;

/** A recurrent layer with all of its options. */
export function recurrent(layer: string, { steps = usual } = {}) {
  const text = documentOf(
    `"x": { "type": "Input", "shape": [${String(steps)}, 3] },
     "mask": { "type": "Input", "shape": [${String(steps)}], "dtype": "int32" },
     "first": { "type": "Input", "shape": [4, 5] },
     "r": ${layer}, "f": { "type": "Flatten" }, "target": { "type": "Constant", "shape": [], "value": 0 },
     "l": { "type": "Linear", "outFeatures": 1 }, "loss": { "type": "MSELoss" }, "y": { "type": "Input", "shape": [1] }`,
    [
      "x -> r",
      "mask -> r.mask",
      "first -> r.hidden0",
      "r -> f",
      "f -> l",
      "l -> loss.input",
      "y -> loss.target",
    ],
  );
  return infer(graphOf(text));
}

export const recurrentLayers = {
  LSTM: `{ "type": "LSTM", "hiddenSize": 5, "numLayers": 2, "bidirectional": true }`,
  GRU: `{ "type": "GRU", "hiddenSize": 5, "numLayers": 2, "bidirectional": true }`,
  RNN: `{ "type": "RNN", "hiddenSize": 5, "numLayers": 2, "bidirectional": true, "bias": false }`,
};

/** A Program's outputs for random feeds and weights; floats are in single precision if `single`. */
export async function outputsOf(
  session: Session,
  program: Program,
  state: HostArrays,
  { single = false } = {},
): Promise<HostArrays> {
  let results: HostArrays = {};
  const executable = await session.load(program, (_, outputs) => {
    results = Object.fromEntries(Object.entries(outputs).map(([name, data]) => [name, data.slice()]));
  });
  await session.write(Object.fromEntries(program.state.map(({ name }) => [name, state[name]!])));
  const feeds = program.feeds.map(({ name, value: { type } }, i) => {
    const numbers = new Float64Array(sizeOf(type.shape));
    fillUniform(numbers, 3, i, 0);
    // The mask ends some sequences early.
    if (name.startsWith("mask"))
      return [name, Int32Array.from(numbers, (u, at) => (at % usual < 25 + u * 20 ? 1 : 0))];
    return [name, single ? Float32Array.from(numbers) : numbers] as const;
  });
  await executable.run(Object.fromEntries(feeds) as HostArrays, 1);
  await executable.drain();
  executable.dispose();
  return results;
}

/** The largest difference in each output, relative to its largest element. */
export function expectClose(found: HostArrays, wanted: HostArrays, tolerance: number): void {
  for (const [name, data] of Object.entries(wanted)) {
    const numbers = Array.from(data);
    const scale = numbers.reduce((most, x) => Math.max(most, Math.abs(x)), 1e-3);
    const off = numbers.reduce((most, x, i) => Math.max(most, Math.abs(x - found[name]![i]!)), 0) / scale;
    expect(off, name).toBeLessThan(tolerance);
  }
}
