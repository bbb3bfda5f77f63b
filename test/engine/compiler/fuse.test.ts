import { describe, expect, it } from "vitest";
import { fuse } from "../../../engine/compiler/fuse";
import { ProgramBuilder } from "../../../engine/compiler/ProgramBuilder";
import type { Program } from "../../../engine/compiler/program";
import { float, int } from "../../../engine/tensor/tensor";

describe("fuse", () => {
  it("fuses Adam's update into one group with three outputs", () => {
    const builder = new ProgramBuilder();
    const { b } = builder;
    const [w, m, v] = ["w", "m", "v"].map((name) => builder.slot(name, float([8, 4])));
    const gradient = builder.feed("gradient", float([8, 4]));
    const rate = builder.feed("rate", float([]));
    const mean = b.add(b.mul(m!, 0.9), b.mul(gradient, 0.1));
    const square = b.add(b.mul(v!, 0.999), b.mul(b.mul(gradient, gradient), 0.001));
    builder.update("m", mean);
    builder.update("v", square);
    builder.update("w", b.sub(w!, b.div(b.mul(mean, rate), b.add(b.sqrt(square), 1e-8))));
    expect(show(builder.finish())).toEqual(["mul+mul+add+mul+mul+mul+add+mul+sqrt+add+div+sub: 5 -> 3"]);
  });

  it("recomputes a mask in the backward pass, which reads it", () => {
    const builder = new ProgramBuilder();
    const { b } = builder;
    const [x, w] = [builder.feed("x", float([4, 4])), builder.slot("w", float([4, 4]))];
    const y = b.relu(x);
    const forward = b.matmul(y, w, { transposeA: false, transposeB: false });
    const gradient = b.matmul(forward, w, { transposeA: false, transposeB: true });
    builder.output("dx", b.mul(gradient, b.greater(y, 0)));
    expect(show(builder.finish())).toEqual([
      "relu: 1 -> 1",
      "matmul: 2 -> 1",
      "matmul: 2 -> 1",
      "greater+mul: 2 -> 1",
    ]);
  });

  it("does not join groups that are connected by a path through a third", () => {
    const builder = new ProgramBuilder();
    const { b } = builder;
    const x = builder.feed("x", float([6]));
    const e = b.exp(x);
    const total = b.sum(e, { axes: [0], keepDims: false });
    builder.output("softmax", b.div(e, total));
    expect(show(builder.finish())).toEqual(["exp: 1 -> 1", "sum: 1 -> 1", "div: 2 -> 1"]);
  });

  it("does not join them if the path goes back through a group that spans the Program", () => {
    const builder = new ProgramBuilder();
    const { b } = builder;
    const [x, u] = [builder.feed("x", float([2, 3])), builder.feed("u", float([3, 2]))];
    const early = b.exp(x);
    const total = b.sum(early, { axes: [0, 1], keepDims: false });
    const middle = b.neg(u);
    builder.output("behind", b.mul(middle, total));
    // neg and abs -> exp and mul -> sum -> mul: joined with neg, the first mul would depend on itself.
    const before = b.transpose(b.abs(middle), { permutation: [1, 0] });
    builder.output("late", b.mul(early, before));
    expect(show(builder.finish())).toEqual([
      "neg+abs: 1 -> 2",
      "exp+mul: 2 -> 2",
      "sum: 1 -> 1",
      "mul: 2 -> 1",
    ]);
  });

  it("repeats views in their readers, and stores what is read at other positions", () => {
    const builder = new ProgramBuilder();
    const { b } = builder;
    const x = builder.feed("x", float([3, 5]));
    const y = b.exp(x);
    const turned = b.transpose(y, { permutation: [1, 0] });
    builder.output("a", b.neg(turned));
    builder.output("b", b.abs(turned));
    expect(show(builder.finish())).toEqual(["exp: 1 -> 1", "neg: 1 -> 1", "abs: 1 -> 1"]);
  });

  it("stores a view that a kernel reads, and looks through reshapes", () => {
    const builder = new ProgramBuilder();
    const { b } = builder;
    const labels = builder.feed("labels", int([4]));
    const hot = b.oneHot(labels, { depth: 3 });
    builder.output("counts", b.sum(b.reshape(hot, { shape: [4, 3] }), { axes: [0], keepDims: false }));
    expect(show(builder.finish())).toEqual(["oneHot: 1 -> 1", "sum: 1 -> 1"]);
  });

  it("respects the limit on buffers per kernel", () => {
    const builder = new ProgramBuilder();
    const { b } = builder;
    const feeds = Array.from({ length: 12 }, (_, i) => builder.feed(`x${i}`, float([5])));
    builder.output(
      "sum",
      feeds.reduce((sum, x) => b.add(sum, x)),
    );
    const { groups } = fuse(builder.finish(), 8);
    for (const { inputs, outputs } of groups) expect(inputs.length + outputs.length).toBeLessThanOrEqual(8);
    expect(groups.length).toBe(2);
  });

  it("orders every group after those that it reads, in a chain of thousands", () => {
    const builder = new ProgramBuilder();
    const { b } = builder;
    const w = builder.slot("w", float([4, 4]));
    let h = builder.feed("h", float([4, 4]));
    for (let i = 0; i < 1000; i++)
      h = b.tanh(b.add(b.matmul(h, w, { transposeA: false, transposeB: false }), 0.1));
    builder.output("h", h);
    const { groups } = fuse(builder.finish(), 8);
    expect(groups.length).toBe(2000);
    const known = new Set(builder.finish().feeds.map(({ value }) => value.id));
    known.add(w.id);
    for (const { inputs, outputs } of groups) {
      for (const { id } of inputs) expect(known.has(id)).toBe(true);
      for (const { id } of outputs) known.add(id);
    }
  });
});

/** The operations of each group, without constants, and its numbers of inputs and outputs. */
function show(program: Program): string[] {
  return fuse(program, 8).groups.map((group) => {
    const instructions = group.kind === "fused" ? group.instructions : [group.instruction];
    const costly = instructions.filter(({ op }) => !["constant", "transpose", "reshape"].includes(op));
    return `${costly.map(({ op }) => op).join("+")}: ${group.inputs.length} -> ${group.outputs.length}`;
  });
}
