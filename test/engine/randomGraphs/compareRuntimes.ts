import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { gradientStep } from "../../../engine/compiler/gradientStep";
import { initialWeights } from "../../../engine/compiler/initialWeights";
import type { Program } from "../../../engine/compiler/program";
import type { HostArray, HostArrays } from "../../../engine/tensor/hostArrays";
import { restrictedInputs } from "../../../engine/graph/restrictedInputs";
import type { TypedGraph } from "../../../engine/graph/typedGraph";
import { layers } from "../../../engine/layers";
import { pathOf } from "../../../engine/tensor/path";
import { sizeOf } from "../../../engine/tensor/tensor";
import { ReferenceRuntime } from "../../../engine/runtime/reference/ReferenceRuntime";
import type { Runtime } from "../../../engine/runtime/runtime";
import { distance } from "./distance";
import { drawGraph } from "./drawGraph";
import { Random } from "./Random";

/** What float32 may differ by, on the scale of a tensor's largest number. */
const tolerance = 1e-4;
/** The same on the scale of the largest gradient of all: a sum of gradients that cancel keeps their rounding. */
const cancelling = 2e-6;
/** And by how many times what the numbers themselves shake when the inputs do by float32's last digit. */
const shaking = 100;
const batchSize = 3;

/**
 * Draws graphs that begin with each layer of the registry, or with one of every so many, and compares every value and
 * gradient with the reference.
 */
export function computesRandomGraphs(
  open: () => Promise<Runtime>,
  seeds: readonly number[],
  every = 1,
): void {
  let runtime: Runtime;
  beforeAll(async () => {
    runtime = await open();
  });
  afterAll(async () => {
    await runtime.dispose();
  });
  const types = [...layers.values()].filter(({ lower }) => lower !== undefined).map(({ type }) => type);

  describe.each(seeds)("seed %i", (seed) => {
    it.each(types.filter((_, i) => i % every === seed % every))(
      "a graph from %s on",
      { timeout: 120_000 },
      async (type) => {
        const drawn = drawGraph(type, seed * 7919 + types.indexOf(type));
        expect(drawn, "no parameters and wires were found that fit").toBeDefined();
        const { typed, model } = drawn!;
        const program = gradientStep(typed, { batchSize, training: true });
        const reference = new ReferenceRuntime();
        const exact = await run(reference, program, numbersFor(typed, program, 0));
        const shaken = await run(reference, program, numbersFor(typed, program, 2 ** -23));
        const found = await run(runtime, program, numbersFor(typed, program, 0));
        const largestGradient = Math.max(
          ...Object.entries(exact).flatMap(([name, values]) =>
            name.startsWith("grad/") ? largest(values) : [],
          ),
        );
        for (const [name, values] of Object.entries(exact)) {
          const allowed =
            Math.max(
              1e-9,
              tolerance * largest(values),
              name.startsWith("grad/") ? cancelling * largestGradient : 0,
            ) +
            shaking * distance(values, shaken[name] ?? []);
          const difference = distance(values, found[name] ?? []);
          if (difference > allowed)
            expect.fail(
              `${name} is off by ${String(difference)}, allowed are ${String(allowed)}: ${JSON.stringify(model)}`,
            );
        }
      },
    );
  });
}

/** State and feeds rounded to float32; with `shake`, the floats are changed by that fraction, up or down at random. */
function numbersFor(
  typed: TypedGraph,
  program: Program,
  shake: number,
): { state: HostArrays; feeds: HostArrays } {
  const random = new Random(1);
  const signs = new Random(2);
  const shaken = (value: number) => Math.fround(value) * (1 + (signs.chance(0.5) ? shake : -shake));
  const weights = initialWeights(typed, 1);
  const bounds = boundsOfWhole(typed);
  const state = program.state.map(({ name, value }) => {
    const start = weights[name] ?? new Float64Array(sizeOf(value.type.shape));
    // Zeros and ones alone would hide what biases and scales do.
    return [name, start.map((number) => shaken(number + 0.2 * (random.uniform() - 0.3)))];
  });
  const feeds = program.feeds.map(({ name, value: { type } }): [string, HostArray] => {
    if (name === "seed" || name === "step") return [name, Int32Array.of(1)];
    const size = sizeOf(type.shape);
    return type.dtype === "int32"
      ? [name, Int32Array.from({ length: size }, () => random.below(bounds.get(name) ?? 4))]
      : [name, Float64Array.from({ length: size }, () => shaken(0.05 + 0.9 * random.uniform()))];
  });
  return { state: Object.fromEntries(state) as HostArrays, feeds: Object.fromEntries(feeds) };
}

/** Of fed whole numbers that name rows or places, by feed, how many of those there are, up to 4. */
function boundsOfWhole(typed: TypedGraph): ReadonlyMap<string, number> {
  const bounds = new Map<string, number>();
  for (const { source, domain } of restrictedInputs(typed.nodes)) {
    const name = pathOf(source.node, source.port);
    const most = domain.whole && domain.high !== undefined ? domain.high + 1 : 4;
    bounds.set(name, Math.min(bounds.get(name) ?? 4, most));
  }
  return bounds;
}

async function run(
  runtime: Runtime,
  program: Program,
  { state, feeds }: { state: HostArrays; feeds: HostArrays },
): Promise<Record<string, number[]>> {
  const narrow = (arrays: HostArrays) =>
    runtime.device.kind === "reference"
      ? arrays
      : (Object.fromEntries(
          Object.entries(arrays).map(([name, array]) => [
            name,
            array instanceof Float64Array ? Float32Array.from(array) : array,
          ]),
        ) as HostArrays);
  const session = runtime.open();
  const results: Record<string, number[]> = {};
  const executable = await session.load(program, (_, outputs) => {
    for (const [name, value] of Object.entries(outputs)) results[name] = [...value];
  });
  await session.write(narrow(state));
  await executable.run(narrow(feeds), 1);
  await executable.drain();
  session.dispose();
  return results;
}

function largest(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}
