import { defineElementwise } from "./elementwise";

declare module "./operation" {
  interface Operations {
    expm1: Signature<["x"]>;
  }
}

/** eˣ − 1, accurate near 0 too, where the subtraction would lose digits. */
export const expm1 = defineElementwise({
  name: "expm1",
  inputs: ["x"],
  compute: (x) => Math.expm1(x),
  wgsl: "exp_less_one(x)",
  // ONNX has no operator for it; this is tanh(x/2)·(eˣ + 1).
  onnx: (emit, { x }) => {
    const half = emit.node("Tanh", [emit.node("Mul", [x, emit.floats([0.5])])]);
    return [emit.node("Mul", [half, emit.node("Add", [emit.node("Exp", [x]), emit.floats([1])])])];
  },
  gradient: (b, { outputs: [y], gradients: [g] }) => ({ x: b.mul(g, b.add(y, 1)) }),
});
