import { fillUniform } from "../../../engine/ops/philox";
import { sizeOf, type HostTensor } from "../../../engine/tensor/tensor";
import type { OperationCase } from "./cases";

/** The inputs of a case, the same for every call. Numbers of "any" stay away from 0, where gradients jump. */
export function drawInputs({ inputs, draws }: OperationCase): HostTensor[] {
  return inputs.map((type, i) => {
    const size = sizeOf(type.shape);
    const uniform = new Float64Array(size);
    fillUniform(uniform, 7, i, 0);
    const draw = draws[i] ?? "any";
    const data = type.dtype === "int32" ? new Int32Array(size) : new Float64Array(size);
    uniform.forEach((u, element) => {
      if (draw === "any") data[element] = (u < 0.5 ? -1 : 1) * (0.05 + 1.95 * ((2 * u) % 1));
      else if (draw === "positive") data[element] = 0.2 + 1.8 * u;
      else if ("below" in draw) data[element] = Math.floor(u * draw.below);
      else data[element] = draw[element] ?? NaN;
    });
    // Rounded to float32, so that every runtime starts from the same numbers.
    return { type, data: data instanceof Float64Array ? data.map(Math.fround) : data };
  });
}
