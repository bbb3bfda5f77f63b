import { describe, expect, it } from "vitest";
import { plan, type Step } from "../../../engine/compiler/plan";
import { fillUniform } from "../../../engine/ops/philox";
import type { Value } from "../../../engine/ops/operation";
import { float, sizeOf } from "../../../engine/tensor/tensor";

describe("plan", () => {
  const value = (id: number, size: number): Value => ({ id, type: float([size]) });

  it("alternates between two buffers along a chain", () => {
    const chain = Array.from({ length: 6 }, (_, id) => value(id, 10));
    const steps = chain
      .slice(1)
      .map((output, i) => ({ inputs: [chain[i]!], outputs: [output], scratch: [] }));
    const { buffers, placement } = plan(steps, new Set([0]), new Set([5]));
    expect(buffers).toEqual([10, 10]);
    expect([1, 2, 3, 4, 5].map((id) => placement.get(id))).toEqual([0, 1, 0, 1, 0]);
  });

  it("takes the smallest buffer that is large enough", () => {
    const [large, small, after] = [value(0, 100), value(1, 10), value(2, 8)];
    const { placement, buffers } = plan(
      [
        { inputs: [], outputs: [large, small], scratch: [] },
        { inputs: [large, small], outputs: [], scratch: [] },
        { inputs: [], outputs: [after], scratch: [] },
      ],
      new Set(),
      new Set([2]),
    );
    expect(buffers).toEqual([100, 10]);
    expect(placement.get(2)).toBe(1);
  });

  it("never puts two live values in one buffer, for random programs", () => {
    const random = new Float64Array(4000);
    fillUniform(random, 3, 1, 0);
    let drawn = 0;
    const below = (bound: number) => Math.floor((random[drawn++ % random.length] ?? 0) * bound);
    for (let round = 0; round < 20; round++) {
      const values: Value[] = [value(0, 5)];
      const steps: Step[] = [];
      for (let i = 0; i < 30; i++) {
        const inputs = Array.from({ length: 1 + below(3) }, () => values[below(values.length)]!);
        const outputs = Array.from({ length: 1 + below(2) }, () =>
          value(values.length + i * 1000, 1 + below(50)),
        );
        const fresh = outputs.map((output, n) => ({ ...output, id: output.id + n }));
        steps.push({ inputs, outputs: fresh, scratch: below(4) === 0 ? [1 + below(30)] : [] });
        values.push(...fresh);
      }
      const results = new Set([values.at(-1)!.id, values[3]!.id]);
      check(steps, results, plan(steps, new Set([0]), results));
    }
  });

  /** Runs the steps on value ids instead of numbers, and checks that each step reads the values it expects. */
  function check(steps: readonly Step[], results: ReadonlySet<number>, planned: ReturnType<typeof plan>) {
    const contents: number[] = [];
    steps.forEach(({ inputs, outputs }, index) => {
      const own = [...outputs.map(({ id }) => planned.placement.get(id)), ...planned.scratch[index]!];
      expect(new Set(own).size).toBe(own.length);
      for (const { id } of inputs) {
        if (id === 0) continue;
        const place = planned.placement.get(id)!;
        expect(contents[place]).toBe(id);
        expect(own).not.toContain(place);
      }
      for (const place of planned.scratch[index]!) contents[place] = -1;
      for (const { id, type } of outputs) {
        const place = planned.placement.get(id)!;
        expect(planned.buffers[place]).toBeGreaterThanOrEqual(sizeOf(type.shape));
        contents[place] = id;
      }
    });
    for (const id of results) expect(contents[planned.placement.get(id)!]).toBe(id);
  }
});
