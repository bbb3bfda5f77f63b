import { defineElementwise } from "./elementwise";

declare module "./operation" {
  interface Operations {
    softplus: Signature<1>;
  }
}

/** log(1 + eˣ), written so that it neither overflows nor loses small values. Its gradient is the sigmoid. */
export const softplus = defineElementwise({
  name: "softplus",
  compute: (x = NaN) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
  wgsl: "max(a, 0.0) + log(1.0 + exp(-abs(a)))",
  onnx: "Softplus",
  vjp: (b, { inputs: [x] }, [g]) => (x && g ? [b.mul(g, b.sigmoid(x))] : []),
});
