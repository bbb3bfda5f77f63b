import { defineElementwise } from "./elementwise";

declare module "./operation" {
  interface Operations {
    log: Signature<["x"]>;
  }
}

/** Natural logarithm. */
export const log = defineElementwise({
  name: "log",
  inputs: ["x"],
  compute: (x) => Math.log(x),
  wgsl: "log_everywhere(x)",
  onnx: "Log",
  gradient: (b, { inputs: { x }, gradients: [g] }) => ({ x: b.div(g, x) }),
});
