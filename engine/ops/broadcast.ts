import { broadcastAll, computeElements } from "./elementwise";
import { defineOperation } from "./operation";
import { sumTo } from "./sumTo";
import { at, sameShape } from "../tensor/tensor";

declare module "./operation" {
  interface Operations {
    broadcast: Signature<1, { readonly shape: readonly number[] }>;
  }
}

/** Repeats a tensor to a shape by NumPy's rule. */
export const broadcast = defineOperation({
  name: "broadcast",
  infer: ([x], { shape }) => {
    if (!x) throw new Error("broadcast: no input");
    if (!sameShape(broadcastAll("broadcast", [x, { shape, dtype: x.dtype }]), shape)) {
      throw new Error(`broadcast: [${x.shape.join(", ")}] to [${shape.join(", ")}]`);
    }
    return [{ shape, dtype: x.dtype }];
  },
  reference: (inputs, outputs) => {
    computeElements((x) => x, inputs, at(outputs, 0));
  },
  vjp: (b, { inputs: [x] }, [g]) => [x && g && sumTo(b, g, x.type.shape)],
  webgpu: {
    kind: "view",
    expression: (read, coordinates, { inputs: [x] }) => {
      const shape = x?.type.shape ?? [];
      const aligned = coordinates.slice(coordinates.length - shape.length);
      return read(
        0,
        aligned.map((place, axis) => (shape[axis] === 1 ? "0u" : place)),
      );
    },
  },
  onnx: (emit, inputs, { attributes }) => [
    emit.node("Expand", [at(inputs, 0), emit.int64(attributes.shape)]),
  ],
});
