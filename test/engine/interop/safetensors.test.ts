import { describe, expect, it } from "vitest";
import { decodeSafetensors, encodeSafetensors, type SafeTensor } from "../../../engine/interop/safetensors";

/** A file with the given header and body. */
function file(header: unknown, body = new Uint8Array(0), length?: number): Uint8Array {
  const text = new TextEncoder().encode(typeof header === "string" ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + text.length + body.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(length ?? text.length), true);
  bytes.set(text, 8);
  bytes.set(body, 8 + text.length);
  return bytes;
}
const f32 = (shape: number[], start: number, end: number) => ({
  dtype: "F32",
  shape,
  data_offsets: [start, end],
});

describe("safetensors", () => {
  it("reads back names, shapes and bits as they were written", () => {
    const tensors = new Map<string, SafeTensor>([
      ["hidden.weight", { shape: [2, 3], data: Float32Array.of(1, -0, NaN, Infinity, 1e-45, 3.4e38) }],
      ["count", { shape: [], data: Int32Array.of(-(2 ** 31)) }],
      ["precise", { shape: [2], data: Float64Array.of(Math.PI, -0) }],
      ["empty", { shape: [0, 4], data: new Float32Array(0) }],
      ["__proto__", { shape: [1], data: Float32Array.of(7) }],
      ["ünïcode/重み", { shape: [1], data: Float32Array.of(8) }],
    ]);
    const read = decodeSafetensors(encodeSafetensors(tensors, { netloom: '{"step":3}' }));
    expect([...read.tensors.keys()].sort()).toEqual([...tensors.keys()].sort());
    for (const [name, { shape, data }] of tensors) {
      expect(read.tensors.get(name)?.shape).toEqual(shape);
      expect(read.tensors.get(name)?.data).toEqual(data);
    }
    expect(read.metadata).toEqual({ netloom: '{"step":3}' });
  });

  it("aligns the tensors to 8 bytes and writes the format's header", () => {
    const bytes = encodeSafetensors(new Map([["w", { shape: [2], data: Float32Array.of(1, 2) }]]));
    const length = Number(new DataView(bytes.buffer).getBigUint64(0, true));
    expect(length % 8).toBe(0);
    expect(JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)))).toEqual({
      w: f32([2], 0, 8),
    });
    expect(bytes.length).toBe(8 + length + 8);
  });

  it("reads a file from the middle of a larger buffer", () => {
    const bytes = encodeSafetensors(new Map([["w", { shape: [2], data: Float32Array.of(1, 2) }]]));
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    expect(decodeSafetensors(shifted.subarray(3)).tensors.get("w")?.data).toEqual(Float32Array.of(1, 2));
  });

  it("converts int64 to int32 if it is in range", () => {
    const header = { n: { dtype: "I64", shape: [2], data_offsets: [0, 16] } };
    const body = (...values: bigint[]) => new Uint8Array(BigInt64Array.from(values).buffer);
    expect(decodeSafetensors(file(header, body(5n, -1n))).tensors.get("n")?.data).toEqual(
      Int32Array.of(5, -1),
    );
    expect(() => decodeSafetensors(file(header, body(5n, 2n ** 31n)))).toThrow("out of range");
  });

  it.each<[string, Uint8Array, string]>([
    ["nothing", new Uint8Array(0), "shorter"],
    ["seven bytes", new Uint8Array(7), "shorter"],
    ["a header that ends after the file", file({}, undefined, 1000), "cut off"],
    ["a header of 2⁶³ bytes", Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0x80), "cut off"],
    ["a header that is not JSON", file("{"), "not JSON"],
    ["a header that is not UTF-8", file("ÿ").map((byte) => (byte === 0xc3 ? 0xff : byte)), "not JSON"],
    ["a header that is a list", file([1]), "JSON"],
    [
      "an unknown type",
      file({ w: { dtype: "F8", shape: [], data_offsets: [0, 1] } }, new Uint8Array(1)),
      "malformed header entry or an unsupported dtype",
    ],
    [
      "an entry without offsets",
      file({ w: { dtype: "F32", shape: [] } }),
      "malformed header entry or an unsupported dtype",
    ],
    [
      "a negative size",
      file({ w: f32([-1, -2], 0, 8) }, new Uint8Array(8)),
      "malformed header entry or an unsupported dtype",
    ],
    [
      "a size with a fraction",
      file({ w: f32([0.5, 4], 0, 8) }, new Uint8Array(8)),
      "malformed header entry or an unsupported dtype",
    ],
    ["offsets after the file", file({ w: f32([4], 0, 16) }, new Uint8Array(8)), "bytes"],
    ["offsets that run backwards", file({ w: f32([0], 8, 0) }, new Uint8Array(8)), "bytes"],
    ["a shape larger than its bytes", file({ w: f32([3], 0, 8) }, new Uint8Array(8)), "bytes"],
    ["a shape too large to count", file({ w: f32([2 ** 52, 2 ** 52], 0, 8) }, new Uint8Array(8)), "bytes"],
    ["a gap", file({ a: f32([1], 0, 4), b: f32([1], 8, 12) }, new Uint8Array(12)), "overlap"],
    ["an overlap", file({ a: f32([2], 0, 8), b: f32([2], 4, 12) }, new Uint8Array(12)), "overlap"],
    // The byte count matches, but two tensors overlap and there is a gap.
    ["an overlap and a gap", file({ a: f32([2], 0, 8), b: f32([2], 0, 8) }, new Uint8Array(16)), "overlap"],
    ["bytes that belong to no tensor", file({ a: f32([1], 0, 4) }, new Uint8Array(8)), "overlap"],
  ])("refuses %s", (_, bytes, message) => {
    expect(() => decodeSafetensors(bytes)).toThrow(message);
  });
});
