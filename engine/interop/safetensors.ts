import { t } from "@vscode/l10n";
import { z } from "zod";
import { sizeOf } from "../tensor/tensor";

/** A tensor of a safetensors file; its dtype is that of the array. */
export interface SafeTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array | Float64Array | Int32Array;
}

export interface SafetensorsFile {
  readonly tensors: ReadonlyMap<string, SafeTensor>;
  readonly metadata: Readonly<Record<string, string>>;
}

/** Headers with more bytes than this are refused, as in the reference implementation. */
const largestHeader = 100_000_000;

const entrySchema = z.object({
  dtype: z.enum(["F64", "F32", "F16", "BF16", "I64", "I32"]),
  shape: z.array(z.int().min(0)),
  data_offsets: z.tuple([z.int().min(0), z.int().min(0)]),
});
type Dtype = z.infer<typeof entrySchema>["dtype"];
const bytesOf: Readonly<Record<Dtype, number>> = {
  F64: 8,
  F32: 4,
  F16: 2,
  BF16: 2,
  I64: 8,
  I32: 4,
};

/** A tensor's entry in the header. */
export interface TensorEntry {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: "F64" | "F32" | "I32";
}

/**
 * The start of a file, before the tensors' bytes in the given order: the header's length (uint64, little-endian) and the
 * header as JSON, padded with spaces to a multiple of 8 bytes. https://github.com/huggingface/safetensors, "Format".
 */
export function safetensorsHeader(
  tensors: readonly TensorEntry[],
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  const entries: [string, unknown][] = Object.keys(metadata).length > 0 ? [["__metadata__", metadata]] : [];
  let end = 0;
  for (const { name, shape, dtype } of tensors) {
    const start = end;
    end += sizeOf(shape) * bytesOf[dtype];
    entries.push([name, { dtype, shape, data_offsets: [start, end] }]);
  }
  const text = new TextEncoder().encode(JSON.stringify(Object.fromEntries(entries)));
  const length = Math.ceil(text.length / 8) * 8;
  const bytes = new Uint8Array(8 + length).fill(0x20);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(length), true);
  bytes.set(text, 8);
  return bytes;
}

/** The bytes of a file piece by piece, so that writing it needs no second copy of the tensors. */
export function* safetensorsParts(
  tensors: ReadonlyMap<string, SafeTensor>,
  metadata?: Readonly<Record<string, string>>,
): Generator<Uint8Array> {
  yield safetensorsHeader(
    [...tensors].map(([name, { shape, data }]) => ({ name, shape, dtype: dtypeOf(data) })),
    metadata,
  );
  for (const { data } of tensors.values()) yield rawBytes(data);
}

/** The bytes of a file. */
export function encodeSafetensors(
  tensors: ReadonlyMap<string, SafeTensor>,
  metadata?: Readonly<Record<string, string>>,
): Uint8Array {
  const parts = [...safetensorsParts(tensors, metadata)];
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.length;
  }
  return bytes;
}

/** An array's bytes, as a view. */
export function rawBytes({ buffer, byteOffset, byteLength }: SafeTensor["data"]): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

export function dtypeOf(data: SafeTensor["data"]): TensorEntry["dtype"] {
  if (data instanceof Float32Array) return "F32";
  return data instanceof Float64Array ? "F64" : "I32";
}

/**
 * Reads an untrusted file: every size and offset is checked. Tensors may be views of `bytes`. I64 becomes int32, F16 and
 * BF16 become float32. Throws an Error that says what is wrong.
 */
export function decodeSafetensors(bytes: Uint8Array): SafetensorsFile {
  if (bytes.length < 8) throw new Error(t("it is shorter than its header"));
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerLength = Number(view.getBigUint64(0, true));
  if (headerLength > largestHeader || 8 + headerLength > bytes.length)
    throw new Error(t("its header is cut off"));
  const header = readHeader(bytes.subarray(8, 8 + headerLength));
  const body = bytes.subarray(8 + headerLength);
  const tensors = new Map<string, SafeTensor>();
  const ranges: (readonly [number, number])[] = [];
  for (const [name, raw] of Object.entries(header)) {
    if (name === "__metadata__") continue;
    const entry = entrySchema.safeParse(raw);
    if (!entry.success)
      throw new Error(
        t(
          "the tensor {0} has a malformed header entry or an unsupported dtype (F64, F32, F16, BF16, I64 and I32 are supported)",
          name,
        ),
      );
    const {
      dtype,
      shape,
      data_offsets: [start, end],
    } = entry.data;
    if (end > body.length || end - start !== sizeOf(shape) * bytesOf[dtype]) {
      throw new Error(t("the tensor {0} does not have as many bytes as its shape needs", name));
    }
    ranges.push([start, end]);
    tensors.set(name, { shape, data: readData(aligned(body.subarray(start, end)), dtype, name) });
  }
  if (!tile(ranges, body.length)) throw new Error(t("its tensors overlap or leave gaps"));
  const metadata = z.record(z.string(), z.string()).safeParse(header.__metadata__ ?? {});
  return { tensors, metadata: metadata.success ? metadata.data : {} };
}

/** Whether byte ranges, in any order, cover everything up to `length` exactly once. */
function tile(ranges: readonly (readonly [number, number])[], length: number): boolean {
  let covered = 0;
  for (const [start, end] of ranges.toSorted((a, b) => a[0] - b[0] || a[1] - b[1])) {
    if (start !== covered) return false;
    covered = end;
  }
  return covered === length;
}

function readHeader(text: Uint8Array): Record<string, unknown> {
  try {
    const header: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(text));
    if (typeof header === "object" && header !== null && !Array.isArray(header)) return { ...header };
  } catch {
    // Reported below.
  }
  throw new Error(t("its header is not JSON"));
}

/** The bytes themselves if they are aligned to 8 bytes, as in a well-made file; otherwise an aligned copy. */
function aligned(bytes: Uint8Array): Uint8Array {
  return bytes.byteOffset % 8 === 0 ? bytes : new Uint8Array(bytes);
}

/** The bytes as numbers: a view of them if the dtype needs no conversion. */
function readData(
  { buffer, byteOffset, byteLength }: Uint8Array,
  dtype: Dtype,
  name: string,
): SafeTensor["data"] {
  const count = byteLength / bytesOf[dtype];
  switch (dtype) {
    case "F32":
      return new Float32Array(buffer, byteOffset, count);
    case "F64":
      return new Float64Array(buffer, byteOffset, count);
    case "F16":
      return Float32Array.from(new Uint16Array(buffer, byteOffset, count), halfToNumber);
    case "BF16":
      // The upper half of a float32.
      return new Float32Array(
        Uint32Array.from(new Uint16Array(buffer, byteOffset, count), (bits) => bits << 16).buffer,
      );
    case "I32":
      return new Int32Array(buffer, byteOffset, count);
    case "I64":
      return Int32Array.from(new BigInt64Array(buffer, byteOffset, count), (value) => {
        const number = Number(value);
        if (number !== (number | 0))
          throw new Error(
            t("the tensor {0} contains {1}, which is out of range for int32", name, String(value)),
          );
        return number;
      });
  }
}

/** IEEE 754 binary16: a sign, five bits of exponent, ten of fraction. */
export function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
