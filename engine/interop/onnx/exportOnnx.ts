import { decompose } from "../../compiler/decompose";
import type { Program } from "../../compiler/program";
import { unrollScans } from "../../compiler/unrollScans";
import { sizeOf } from "../../tensor/tensor";
import type { SafeTensor } from "../safetensors";
import { encodeModel } from "./encodeModel";
import { lowerProgram, type GraphNames } from "./lowerProgram";
import type { OnnxTensor } from "./model";
import { probeSizes, withDynamicBatch } from "./withDynamicBatch";

/** In an exported model, feeds, weights and outputs keep their own names. */
const exportNames: GraphNames = {
  feed: (name) => name,
  state: (name) => name,
  next: (name) => `next/${name}`,
  output: (name) => name,
};

export interface ExportedModel {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Whether the model takes batches of any size; otherwise its batch size is 1. */
  readonly anyBatch: boolean;
}

/**
 * Exports an inference Program as an ONNX model file. Feeds become its inputs; weights become initializers under
 * PyTorch's names. The batch axis is symbolic ("N") if the model allows it, otherwise of size 1. `programOf` builds
 * the Program for a batch size.
 * @throws Error if a weight is missing or does not have the model's number of elements
 */
export function exportOnnx(
  programOf: (batchSize: number) => Program,
  weights: ReadonlyMap<string, SafeTensor>,
): ExportedModel {
  const graphOf = (batchSize: number) => {
    // Scans are unrolled: only then can the shapes in a step depend on the batch size.
    const program = unrollScans(decompose(programOf(batchSize), "onnxModel"));
    return lowerProgram(program, exportNames, initializersOf(program, weights), "onnxModel");
  };
  const dynamic = withDynamicBatch(graphOf(probeSizes[0]), graphOf(probeSizes[1]));
  return { bytes: encodeModel(dynamic ?? graphOf(1)), anyBatch: dynamic !== undefined };
}

function initializersOf(program: Program, weights: ReadonlyMap<string, SafeTensor>): Map<string, OnnxTensor> {
  return new Map(
    program.state.map(({ name, value: { type } }) => {
      const weight = weights.get(name);
      if (weight?.data.length !== sizeOf(type.shape)) {
        throw new Error(`${name} needs ${sizeOf(type.shape)} elements but has ${weight?.data.length ?? 0}`);
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
