import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { MetricOutput } from "../../../engine/compiler/appendMetrics";
import { metricCalled, metrics } from "../../../engine/metrics";
import { createOnnxRuntime } from "../../../engine/runtime/onnx/createOnnxRuntime";
import { ReferenceRuntime } from "../../../engine/runtime/reference/ReferenceRuntime";
import type { Runtime } from "../../../engine/runtime/runtime";
import { MetricTotals } from "../../../engine/training/MetricTotals";
import { metricSuite } from "./metricSuite";

let cpu: Runtime;
beforeAll(async () => {
  cpu = await createOnnxRuntime();
});
afterAll(() => cpu.dispose());

describe("on the reference runtime", () => metricSuite(() => new ReferenceRuntime()));
describe("on the CPU", () => metricSuite(() => cpu));

describe("the registry", () => {
  it("accepts any topN, and nothing similar", () => {
    expect(metricCalled("top12")?.name).toBe("top12");
    expect(metricCalled("top5")).toBe(metrics.get("top5"));
    for (const name of ["top0", "top", "top05", "top-1", "topK", "Accuracy"])
      expect(metricCalled(name)).toBeUndefined();
  });

  it("lists each metric under its own name", () => {
    for (const [name, metric] of metrics) expect(metricCalled(name)).toBe(metric);
  });
});

describe("totals", () => {
  const accuracy = metrics.get("accuracy")!;
  const output = (name: string, size: number): MetricOutput => ({
    name,
    metric: accuracy,
    measure: { compute: ([right = 0, all = 0]) => right / all },
    size,
    target: undefined,
  });

  it("count exactly beyond the integers of float32", () => {
    const totals = new MetricTotals([output("accuracy", 2)]);
    totals.add({ accuracy: Float32Array.of(2 ** 24, 2 ** 24) });
    for (let i = 0; i < 1000; i++) totals.add({ accuracy: Float32Array.of(1, 1) });
    expect(totals.save()).toEqual({ accuracy: [2 ** 24 + 1000, 2 ** 24 + 1000] });
  });

  it("continue from saved totals, and start over if these do not fit", () => {
    const first = new MetricTotals([output("a", 2), output("b", 2)]);
    first.add({ a: Float32Array.of(0.1, 3), b: Float32Array.of(1, 2) });
    const saved = JSON.parse(JSON.stringify(first.save())) as Record<string, number[]>;
    const second = new MetricTotals([output("a", 2), output("b", 3), output("c", 1)]);
    second.restore({ ...saved, c: 7 });
    expect(second.save()).toEqual({ a: [Math.fround(0.1), 3], b: [0, 0, 0], c: [0] });
  });
});
