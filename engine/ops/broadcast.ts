import { broadcastAll, computeElements } from "./elementwise";
import { defineOperation } from "./operation";
import { sumTo } from "./sumTo";
import { sameShape } from "../tensor/tensor";

declare module "./operation" {
  interface Operations {
    broadcast: Signature<["x"], { readonly shape: readonly number[] }>;
  }
}

/** Broadcasts a tensor to a shape by NumPy's rules. */
export const broadcast = defineOperation({
  name: "broadcast",
  inputs: ["x"],
  infer: ({ x }, { shape }) => {
    if (!sameShape(broadcastAll("broadcast", [x, { shape, dtype: x.dtype }]), shape)) {
      throw new Error(`broadcast: [${x.shape.join(", ")}] to [${shape.join(", ")}]`);
    }
    return [{ shape, dtype: x.dtype }];
  },
  reference: ({ x }, [y]) => {
    computeElements((element) => element, [x], y);
  },
  gradient: (b, { inputs: { x }, gradients: [g] }) => ({ x: sumTo(b, g, x.type.shape) }),
  webgpu: {
    kind: "view",
    expression: (read, coordinates, { inputs: { x } }) => {
      const { shape } = x.type;
      const aligned = coordinates.slice(coordinates.length - shape.length);
      return read(
        x,
        aligned.map((coordinate, axis) => (shape[axis] === 1 ? "0u" : coordinate)),
      );
    },
  },
  onnx: (emit, { x }, { attributes }) => [emit.node("Expand", [x, emit.int64(attributes.shape)])],
});
