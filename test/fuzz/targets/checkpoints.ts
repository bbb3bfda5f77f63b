import { decodeSafetensors, encodeSafetensors, type SafeTensor } from "../../../engine/interop/safetensors";
import type { Random } from "../../engine/randomGraphs/Random";
import { baseRun, resume, writeRun } from "../baseRun";
import type { FuzzTarget } from "../FuzzTarget";
import { mutateBytes, mutateJson } from "../mutate";
import { drawTensors, withOtherHeader } from "./safetensors";

/** Checkpoints that are damaged, belong to another model, or have an impossible position. */
export const checkpoints: FuzzTarget = {
  name: "checkpoints",
  attempt: async (random, folder) => {
    const files = await baseRun();
    for (const name of ["checkpoints/last.safetensors", "checkpoints/best.safetensors"]) {
      const bytes = files.get(name);
      if (bytes && random.chance(0.7)) files.set(name, damaged(bytes, random));
      else if (random.chance(0.2)) files.delete(name);
    }
    await resume(folder, writeRun(folder, files));
  },
};

function damaged(bytes: Uint8Array, random: Random): Uint8Array {
  switch (random.below(4)) {
    case 0:
      return mutateBytes(bytes, random);
    case 1:
      return withOtherHeader(bytes, random);
    case 2:
      return withOtherCursor(bytes, random);
    default:
      return withOtherTensors(bytes, random);
  }
}

/** A valid file with another position in the data. */
function withOtherCursor(bytes: Uint8Array, random: Random): Uint8Array {
  const { tensors, metadata } = decodeSafetensors(bytes);
  const cursor = mutateJson(JSON.parse(metadata.netloom ?? "{}"), random);
  return encodeSafetensors(tensors, { ...metadata, netloom: JSON.stringify(cursor) ?? "" });
}

/** A valid file with tensors that have other shapes, are missing, or belong to something else. */
function withOtherTensors(bytes: Uint8Array, random: Random): Uint8Array {
  const { tensors, metadata } = decodeSafetensors(bytes);
  const others = new Map<string, SafeTensor>();
  for (const [name, tensor] of tensors)
    if (random.chance(0.8))
      others.set(name, random.chance(0.2) ? { ...tensor, shape: tensor.shape.toReversed() } : tensor);
  for (const [name, tensor] of drawTensors(random)) others.set(name, tensor);
  return encodeSafetensors(others, metadata);
}
