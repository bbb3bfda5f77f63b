import type { OnnxLowering, OperationName, WebgpuLowering } from "./operation";

/** Stands where a kernel is still to be written. */
export function pendingKernel<K extends OperationName>(): WebgpuLowering<K> {
  return {
    kind: "kernels",
    plan: ({ op }) => {
      throw new Error(`${op} has no kernel yet`);
    },
  };
}

export function pendingOnnx<K extends OperationName>(): OnnxLowering<K> {
  return (_emit, _inputs, { op }) => {
    throw new Error(`${op} has no ONNX lowering yet`);
  };
}
