import { decodeNpy, encodeNpy } from "../../../engine/interop/npy";
import type { SafeTensor } from "../../../engine/interop/safetensors";
import type { Random } from "../../engine/randomGraphs/Random";
import type { FuzzTarget } from "../FuzzTarget";
import { mutateBytes } from "../mutate";
import { expectSoundMessage } from "../sound";
import { drawTensors } from "./safetensors";

/** Files given to a prediction: NPY, as written and damaged. */
export const arrays: FuzzTarget = {
  name: "arrays",
  attempt: (random) => {
    const tensors = drawTensors(random);
    for (const tensor of tensors.values()) {
      expectEqual(decodeNpy(encodeNpy(tensor)), tensor);
      refuseOrRead(encodeNpy(tensor), random, (bytes) => checked(decodeNpy(bytes)));
    }
  },
};

/** Reads damaged bytes: anything but a plain Error with a message for the user is a bug. */
function refuseOrRead(bytes: Uint8Array, random: Random, read: (bytes: Uint8Array) => unknown): void {
  const damaged = mutateBytes(bytes, random);
  try {
    read(damaged);
  } catch (error) {
    if (!(error instanceof Error) || Object.getPrototypeOf(error) !== Error.prototype) throw error;
    expectSoundMessage(error.message, Buffer.from(damaged).toString("latin1"));
  }
}

function checked({ shape, data }: SafeTensor): void {
  if (shape.reduce((size, axis) => size * axis, 1) !== data.length)
    throw new TypeError(`[${shape.join(", ")}] has ${String(data.length)} numbers`);
}

function expectEqual(read: unknown, written: unknown): void {
  const text = (value: unknown) =>
    JSON.stringify(value, (_, part: unknown) => (part instanceof Map ? [...part] : part));
  if (text(read) !== text(written)) throw new Error(`wrote ${text(written)}, read ${text(read)}`);
}
