import { t } from "@vscode/l10n";
import type { Tensor } from "onnxruntime-node";
import type { HostArray } from "../../tensor/hostArrays";
import type { TensorType } from "../../tensor/tensor";
import { OnnxRuntimeError } from "./OnnxRuntimeError";

/** Copies an array into a tensor of the same number of elements. */
export function copyInto(tensor: Tensor, name: string, array: HostArray | undefined, type: TensorType): void {
  const data = dataOf(tensor);
  if (array?.length !== data.length) {
    throw new OnnxRuntimeError(
      "onnx-value",
      t(
        "{0} needs {1} elements ([{2}]) but has {3}.",
        name,
        data.length,
        type.shape.join(", "),
        array?.length ?? 0,
      ),
    );
  }
  data.set(array);
}

/** The host memory of a float32 or int32 tensor. */
export function dataOf(tensor: Tensor): Float32Array | Int32Array {
  return tensor.data as Float32Array | Int32Array;
}
