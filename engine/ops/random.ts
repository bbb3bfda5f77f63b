import { launch } from "./launch";
import { onnxRandom } from "./onnxRandom";
import { defineOperation } from "./operation";
import { fillUniform } from "./philox";
import { at, float, sizeOf } from "../tensor/tensor";

declare module "./operation" {
  interface Operations {
    /** Inputs: seed and step, int32 scalars. Each place in a Program that draws has its own `stream`. */
    random: Signature<2, { readonly shape: readonly number[]; readonly stream: number }>;
  }
}

/** Uniform random numbers in [0, 1), by Philox, the same bits on every runtime. */
export const random = defineOperation({
  name: "random",
  infer: (_, { shape }) => [float(shape)],
  reference: ([seed, step], outputs, { stream }) => {
    const { data } = at(outputs, 0);
    if (data instanceof Float64Array) fillUniform(data, seed?.data[0] ?? 0, step?.data[0] ?? 0, stream);
  },
  vjp: "none",
  webgpu: {
    kind: "kernels",
    plan: ({ attributes: { shape, stream } }, device) => {
      const size = sizeOf(shape);
      const { workgroups, constants } = launch(Math.ceil(size / 4), device, 4);
      return {
        kernels: [{ shader: "random", constants: { ...constants, SIZE: size, STREAM: stream }, workgroups }],
      };
    },
  },
  onnx: onnxRandom,
});
