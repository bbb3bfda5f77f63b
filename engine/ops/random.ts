import { launch } from "./launch";
import { onnxRandom } from "./onnxRandom";
import { defineOperation } from "./operation";
import { fillUniform } from "./philox";
import { at, float, sizeOf } from "../tensor/tensor";

declare module "./operation" {
  interface Operations {
    /** Inputs: seed and step, int32 scalars. */
    random: Signature<2, RandomAttributes>;
  }
}

export interface RandomAttributes {
  readonly shape: readonly number[];
  /** Of the node that draws: see `streamOf`. */
  readonly stream: number;
  /** Which of the node's draws this is, from 0. */
  readonly draw: number;
}

/** Uniform random numbers in [0, 1), by Philox, the same bits on every runtime. */
export const random = defineOperation({
  name: "random",
  infer: (_, { shape }) => [float(shape)],
  reference: ([seed, step], outputs, { stream, draw }) => {
    const { data } = at(outputs, 0);
    if (data instanceof Float64Array) fillUniform(data, seed?.data[0] ?? 0, step?.data[0] ?? 0, stream, draw);
  },
  vjp: "none",
  webgpu: {
    kind: "kernels",
    plan: ({ attributes: { shape, stream, draw } }, device) => {
      const size = sizeOf(shape);
      const { workgroups, constants } = launch(Math.ceil(size / 4), device, 4);
      return {
        kernels: [
          {
            shader: "random",
            constants: { ...constants, SIZE: size, DRAW: draw },
            workgroups,
            bindings: [{ input: 0 }, { input: 1 }, { number: stream | 0 }, { output: 0 }],
          },
        ],
      };
    },
  },
  onnx: onnxRandom,
});
