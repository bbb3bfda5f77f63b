import { expect, it } from "vitest";
import { optimizationOf } from "../../../../engine/runtime/onnx/optimizationOf";

const graph = (types: readonly string[]) => ({
  nodes: types.map((type) => ({ type, inputs: [], outputs: [], attributes: {} })),
});
const many = (count: number, ...others: string[]) =>
  graph([...Array.from({ length: count }, () => "Add"), ...others]);
const disabled = (of: ReturnType<typeof optimizationOf>) =>
  (of.extra?.optimization as Record<string, string>).disable_specified_optimizers!.split(";");

it("optimizes small graphs but for what is never in ours", () => {
  const optimization = optimizationOf(many(10));
  expect(optimization.graphOptimizationLevel).toBe("all");
  expect(disabled(optimization)).toContain("QDQPropagationTransformer");
  expect(disabled(optimization)).not.toContain("MatMulAddFusion");
});

it("does of a large graph only what convolutions need", () => {
  expect(optimizationOf(many(4000))).toEqual({ graphOptimizationLevel: "disabled" });
  const images = optimizationOf(many(4000, "Conv"));
  expect(images.graphOptimizationLevel).toBe("all");
  expect(disabled(images)).toContain("MatMulAddFusion");
  for (const needed of ["NchwcTransformer", "TransposeOptimizer", "ConstantFolding", "MatmulTransposeFusion"])
    expect(disabled(images)).not.toContain(needed);
});
