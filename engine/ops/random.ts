import { launch } from "./launch";
import { onnxRandom } from "./onnxRandom";
import { defineOperation } from "./operation";
import { fillUniform } from "./philox";
import { float, sizeOf } from "../tensor/tensor";

declare module "./operation" {
  interface Operations {
    /** Seed and step are int32 scalars. */
    random: Signature<["seed", "step"], RandomAttributes>;
  }
}

export interface RandomAttributes {
  readonly shape: readonly number[];
  /** The stream of the node that draws: see `streamOf`. */
  readonly stream: number;
  /** Which of the node's draws this is, from 0. */
  readonly draw: number;
}

/** Uniform random numbers in [0, 1), by Philox, the same bits on every runtime. */
export const random = defineOperation({
  name: "random",
  inputs: ["seed", "step"],
  infer: (_, { shape }) => [float(shape)],
  reference: ({ seed, step }, [{ data }], { stream, draw }) => {
    if (data instanceof Float64Array) fillUniform(data, seed.data[0] ?? 0, step.data[0] ?? 0, stream, draw);
  },
  gradient: "none",
  webgpu: {
    kind: "kernels",
    plan: ({ inputs: { seed, step }, outputs: [y], attributes: { shape, stream, draw } }, device) => {
      const size = sizeOf(shape);
      const { workgroups, constants } = launch(Math.ceil(size / 4), device, 4);
      return {
        kernels: [
          {
            shader: "random",
            constants: { ...constants, SIZE: size, DRAW: draw },
            workgroups,
            bindings: [seed, step, { number: stream | 0 }, y],
          },
        ],
      };
    },
  },
  onnx: onnxRandom,
});
