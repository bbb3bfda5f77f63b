import { decodeNpy, encodeNpy } from "../../../engine/interop/npy";
import { decodeNpz, encodeNpz } from "../../../engine/interop/npz";
import { decodePng, encodePng } from "../../../engine/interop/png";
import type { SafeTensor } from "../../../engine/interop/safetensors";
import type { Random } from "../../engine/randomGraphs/Random";
import type { FuzzTarget } from "../FuzzTarget";
import { mutateBytes } from "../mutate";
import { expectSoundMessage } from "../sound";
import { drawTensors } from "./safetensors";

/** Files given to a prediction: NPY, NPZ and PNG, as written and damaged. */
export const arrays: FuzzTarget = {
  name: "arrays",
  attempt: (random) => {
    const tensors = drawTensors(random);
    expectEqual(decodeNpz(encodeNpz(tensors)), tensors);
    for (const tensor of tensors.values()) {
      expectEqual(decodeNpy(encodeNpy(tensor)), tensor);
      refuseOrRead(encodeNpy(tensor), random, (bytes) => checked(decodeNpy(bytes)));
    }
    refuseOrRead(encodeNpz(tensors), random, (bytes) => [...decodeNpz(bytes).values()].forEach(checked));
    const [width, height, channels] = [1 + random.below(9), 1 + random.below(9), random.one([1, 3] as const)];
    const data = Uint8Array.from({ length: width * height * channels }, () => random.below(256));
    const picture = { width, height, channels, data };
    expectEqual(decodePng(encodePng(picture), channels), picture);
    refuseOrRead(encodePng(picture), random, (bytes) => decodePng(bytes, random.one([1, 3] as const)));
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
