import type { ExportStep } from "../../compiler/inferenceStep";
import type { Program } from "../../compiler/program";
import { unrollScans } from "../../compiler/unrollScans";
import { sizeOf } from "../../tensor/tensor";
import type { SafeTensor } from "../safetensors";
import { encodeModel } from "./encodeModel";
import { lowerProgram, type GraphNames } from "./lowerProgram";
import type { OnnxTensor } from "./model";
import { probeSizes, withDynamicBatch } from "./withDynamicBatch";
import { withRecurrences } from "./withRecurrences";

/** In an exported model feeds, weights and outputs go by their own names. */
const exportNames: GraphNames = {
  feed: (name) => name,
  state: (name) => name,
  next: (name) => `next/${name}`,
  output: (name) => name,
};

export interface ExportedModel {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Whether it takes batches of any size; of one sample otherwise. */
  readonly anyBatch: boolean;
}

/**
 * An ONNX model file that computes an inference Program: feeds are its inputs, weights its initializers under the
 * names that PyTorch gives them. The batch axis is symbolic ("N") where the model allows that, else of size 1.
 * `programOf` makes the Program for a batch size.
 * @throws Error where a weight is missing or has another number of elements than the model's
 */
export function exportOnnx(
  programOf: (batchSize: number) => Program | ExportStep,
  weights: ReadonlyMap<string, SafeTensor>,
): ExportedModel {
  const graphOf = (batchSize: number) => {
    // Only written out can a step's shapes be those of any batch.
    const step = programOf(batchSize);
    const program = unrollScans(step);
    const graph = lowerProgram(program, exportNames, initializersOf(program, weights));
    return "recurrences" in step ? withRecurrences(graph, step.recurrences) : graph;
  };
  const open = withDynamicBatch(graphOf(probeSizes[0]), graphOf(probeSizes[1]));
  return { bytes: encodeModel(open ?? graphOf(1)), anyBatch: open !== undefined };
}

function initializersOf(program: Program, weights: ReadonlyMap<string, SafeTensor>): Map<string, OnnxTensor> {
  return new Map(
    program.state.map(({ name, value: { type } }) => {
      const weight = weights.get(name);
      if (weight?.data.length !== sizeOf(type.shape)) {
        throw new Error(`${name} needs ${sizeOf(type.shape)} numbers and has ${weight?.data.length ?? 0}`);
      }
      const data = type.dtype === "int32" ? Int32Array.from(weight.data) : Float32Array.from(weight.data);
      return [
        name,
        {
          name,
          type: type.dtype === "int32" ? "int32" : "float",
          shape: type.shape,
          data: new Uint8Array(data.buffer),
        },
      ];
    }),
  );
}
