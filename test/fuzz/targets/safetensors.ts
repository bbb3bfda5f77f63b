import { decodeSafetensors, encodeSafetensors, type SafeTensor } from "../../../engine/interop/safetensors";
import type { Random } from "../../engine/randomGraphs/Random";
import type { FuzzTarget } from "../FuzzTarget";
import { hostileValue, mutateBytes, mutateJson } from "../mutate";
import { expectSoundMessage } from "../sound";

/** Safetensors files: written ones are read back unchanged, damaged ones are rejected with a message. */
export const safetensors: FuzzTarget = {
  name: "safetensors",
  attempt: (random) => {
    const tensors = drawTensors(random);
    const bytes = encodeSafetensors(tensors, random.chance(0.5) ? { netloom: "{}" } : {});
    expectSame(decodeSafetensors(bytes).tensors, tensors);
    const damaged = random.chance(0.5) ? mutateBytes(bytes, random) : withOtherHeader(bytes, random);
    try {
      for (const [name, { shape, data }] of decodeSafetensors(damaged).tensors)
        if (shape.reduce((size, axis) => size * axis, 1) !== data.length)
          throw new TypeError(`${name} is [${shape.join(", ")}] and has ${String(data.length)} numbers`);
    } catch (error) {
      // The decoder throws plain Errors with messages for the user; anything else is a bug.
      if (!(error instanceof Error) || Object.getPrototypeOf(error) !== Error.prototype) throw error;
      expectSoundMessage(error.message, Buffer.from(damaged).toString("latin1"));
    }
  },
};

/** Up to four small tensors of any type. */
export function drawTensors(random: Random): Map<string, SafeTensor> {
  const tensors = new Map<string, SafeTensor>();
  for (let count = random.below(4); count > 0; count--) {
    const shape = Array.from({ length: random.below(4) }, () => random.below(4));
    const size = shape.reduce((product, axis) => product * axis, 1);
    const data = new (random.one([Float32Array, Float64Array, Int32Array]))(size);
    for (let i = 0; i < size; i++) data[i] = random.below(1000) - 500;
    tensors.set(random.one(["a.weight", "b.bias", "가", "x/y", "constructor", `t${String(count)}`]), {
      shape,
      data,
    });
  }
  return tensors;
}

/** The file with another header, mutated or random, and the right header length. */
export function withOtherHeader(bytes: Uint8Array, random: Random): Uint8Array {
  const file = Buffer.from(bytes);
  const length = Number(file.readBigUInt64LE(0));
  const header: unknown = JSON.parse(file.toString("utf8", 8, 8 + length));
  const other = Buffer.from(
    JSON.stringify(random.chance(0.9) ? mutateJson(header, random) : hostileValue(random)),
  );
  const prefix = Buffer.alloc(8);
  prefix.writeBigUInt64LE(
    random.chance(0.9) ? BigInt(other.length) : BigInt(random.one([0, 2 ** 31, 2 ** 40, 99_999_999])),
  );
  return Buffer.concat([prefix, other, file.subarray(8 + length)]);
}

function expectSame(read: ReadonlyMap<string, SafeTensor>, written: ReadonlyMap<string, SafeTensor>): void {
  const plain = (tensors: ReadonlyMap<string, SafeTensor>) =>
    JSON.stringify(
      [...tensors].map(([name, { shape, data }]) => [name, shape, data.constructor.name, [...data]]),
    );
  if (plain(read) !== plain(written)) throw new Error(`wrote ${plain(written)}, read ${plain(read)}`);
}
