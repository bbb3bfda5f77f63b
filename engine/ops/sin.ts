import { defineElementwise } from "./elementwise";

declare module "./operation" {
  interface Operations {
    sin: Signature<1>;
  }
}

/** The sine of x in radians. */
export const sin = defineElementwise({
  name: "sin",
  compute: (x) => Math.sin(x),
  wgsl: "sine(a)",
  onnx: "Sin",
  vjp: (b, { inputs: [x] }, [g]) => (x && g ? [b.mul(g, b.cos(x))] : []),
});
