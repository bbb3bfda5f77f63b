import { defineElementwise } from "./elementwise";

declare module "./operation" {
  interface Operations {
    log: Signature<1>;
  }
}

/** Natural logarithm. */
export const log = defineElementwise({
  name: "log",
  compute: (x) => Math.log(x),
  wgsl: "log_everywhere(a)",
  onnx: "Log",
  vjp: (b, { inputs: [x] }, [g]) => (x && g ? [b.div(g, x)] : []),
});
