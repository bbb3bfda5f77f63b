import { describe, expect, it } from "vitest";
import { differentiate } from "../../../engine/compiler/differentiate";
import { print } from "../../../engine/compiler/print";
import { ProgramBuilder } from "../../../engine/compiler/ProgramBuilder";
import { simplify } from "../../../engine/compiler/simplify";
import { float } from "../../../engine/tensor/tensor";

describe("joinPads", () => {
  it("concatenates the gradients of a tensor's slices", () => {
    expect(gradientOfSlices([0, 1, 2, 3, 4])).toMatchInlineSnapshot(`
      "feed %0: float32[2, 5] = x
      %1: float32[2, 1] = slice(%0) {starts=[0,0] ends=[2,1]}
      %2: float32[2, 1] = exp(%1)
      %3: float32[] = constant() {value=2}
      %4: float32[2, 1] = slice(%0) {starts=[0,1] ends=[2,2]}
      %5: float32[2, 1] = exp(%4)
      %6: float32[] = constant() {value=3}
      %7: float32[2, 1] = slice(%0) {starts=[0,2] ends=[2,3]}
      %8: float32[2, 1] = exp(%7)
      %9: float32[] = constant() {value=4}
      %10: float32[2, 1] = slice(%0) {starts=[0,3] ends=[2,4]}
      %11: float32[2, 1] = exp(%10)
      %12: float32[] = constant() {value=5}
      %13: float32[2, 1] = slice(%0) {starts=[0,4] ends=[2,5]}
      %14: float32[2, 1] = exp(%13)
      %15: float32[] = constant() {value=6}
      %16: float32[] = constant() {value=1}
      %17: float32[1, 1] = reshape(%16) {shape=[1,1]}
      %18: float32[2, 1] = broadcast(%17) {shape=[2,1]}
      %19: float32[2, 1] = mul(%18, %15)
      %20: float32[2, 1] = mul(%19, %14)
      %21: float32[2, 1] = mul(%18, %12)
      %22: float32[2, 1] = mul(%21, %11)
      %23: float32[2, 1] = mul(%18, %9)
      %24: float32[2, 1] = mul(%23, %8)
      %25: float32[2, 1] = mul(%18, %6)
      %26: float32[2, 1] = mul(%25, %5)
      %27: float32[2, 1] = mul(%18, %3)
      %28: float32[2, 1] = mul(%27, %2)
      %29: float32[2, 5] = concat(%28, %26, %24, %22, %20) {axis=1}
      output gradient = %29"
    `);
  });

  it("does not change a sum whose pieces overlap or leave a gap", () => {
    expect(gradientOfSlices([0, 1, 1, 2, 3, 4])).toContain("pad");
    expect(gradientOfSlices([0, 1, 3, 4])).toContain("pad");
  });
});

/** d/dx of Σ exp(x[:, t])·t over some columns t of x [2, 5]. */
function gradientOfSlices(columns: readonly number[]): string {
  const builder = new ProgramBuilder();
  const { b } = builder;
  const x = builder.feed("x", float([2, 5]));
  const loss = columns
    .map((t) => b.mul(b.exp(b.slice(x, { starts: [0, t], ends: [2, t + 1] })), t + 2))
    .map((column) => b.sum(column, { axes: [0, 1], keepDims: false }))
    .reduce((sum, column) => b.add(sum, column));
  const [gradient] = differentiate(builder, loss, [x]);
  builder.output("gradient", gradient!);
  return print(simplify(builder.finish()));
}
