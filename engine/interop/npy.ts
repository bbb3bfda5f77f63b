import { t } from "@vscode/l10n";
import { sizeOf } from "../tensor/tensor";
import { dtypeOf, halfToNumber, rawBytes, type SafeTensor } from "./safetensors";

/** `\x93NUMPY` */
const magic = Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59);
/** Headers with more bytes than this are refused; NumPy writes about a hundred. */
const largestHeader = 65_536;
const mostAxes = 32;

/** How the numbers of a dtype are read, and the bytes of each; without its byte order, which must be little-endian. */
const dtypes: Readonly<
  Record<
    string,
    {
      readonly bytes: number;
      readonly read: (view: DataView, offset: number) => number;
      readonly whole: boolean;
    }
  >
> = {
  f2: { bytes: 2, read: (view, at) => halfToNumber(view.getUint16(at, true)), whole: false },
  f4: { bytes: 4, read: (view, at) => view.getFloat32(at, true), whole: false },
  f8: { bytes: 8, read: (view, at) => view.getFloat64(at, true), whole: false },
  b1: { bytes: 1, read: (view, at) => view.getUint8(at), whole: true },
  u1: { bytes: 1, read: (view, at) => view.getUint8(at), whole: true },
  i1: { bytes: 1, read: (view, at) => view.getInt8(at), whole: true },
  u2: { bytes: 2, read: (view, at) => view.getUint16(at, true), whole: true },
  i2: { bytes: 2, read: (view, at) => view.getInt16(at, true), whole: true },
  i4: { bytes: 4, read: (view, at) => view.getInt32(at, true), whole: true },
  i8: { bytes: 8, read: (view, at) => Number(view.getBigInt64(at, true)), whole: true },
};

/**
 * Reads an untrusted NumPy array: every size is checked before memory is taken. Whole numbers become int32, float16 and
 * float32 become float32. Throws an Error that says what is wrong.
 * https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 */
export function decodeNpy(bytes: Uint8Array): SafeTensor {
  if (!magic.every((byte, index) => bytes[index] === byte))
    throw new Error(t("it does not begin like an NPY file"));
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isLong = (bytes[6] ?? 0) > 1;
  const start = isLong ? 12 : 10;
  if (bytes.length < start) throw new Error(t("its header is cut off"));
  const length = isLong ? view.getUint32(8, true) : view.getUint16(8, true);
  if (length > largestHeader || start + length > bytes.length) throw new Error(t("its header is cut off"));
  const header = new TextDecoder("latin1").decode(bytes.subarray(start, start + length));
  const { descr, order, shape } = readHeader(header);
  const dtype = Object.hasOwn(dtypes, descr.slice(1)) ? dtypes[descr.slice(1)] : undefined;
  if (!dtype || !/^[<|]/.test(descr))
    throw new Error(t("its dtype {0} is not supported: save it as float32 or int32", JSON.stringify(descr)));
  const size = sizeOf(shape);
  if (bytes.length - start - length !== size * dtype.bytes)
    throw new Error(t("it does not have as many bytes as its shape needs"));
  const data = dtype.whole
    ? new Int32Array(size)
    : dtype.bytes === 8
      ? new Float64Array(size)
      : new Float32Array(size);
  const place = order === "fortran" ? fortranPlace(shape) : (index: number) => index;
  for (let index = 0; index < size; index++) {
    const value = dtype.read(view, start + length + place(index) * dtype.bytes);
    if (dtype.whole && value !== (value | 0))
      throw new Error(t("it contains {0}, which is out of range for int32", value));
    data[index] = value;
  }
  return { shape, data };
}

/** The header is a dictionary as Python writes it. */
function readHeader(header: string): { descr: string; order: "c" | "fortran"; shape: number[] } {
  const descr = /'descr'\s*:\s*'([^']{1,16})'/.exec(header)?.[1];
  const order = /'fortran_order'\s*:\s*(True|False)/.exec(header)?.[1];
  const sizes = /'shape'\s*:\s*\(([\d\s,]*)\)/.exec(header)?.[1];
  if (descr === undefined || order === undefined || sizes === undefined)
    throw new Error(t("its header is malformed, or it contains objects"));
  const shape = sizes
    .split(",")
    .map((size) => size.trim())
    .filter((size) => size !== "")
    .map(Number);
  if (shape.length > mostAxes || !shape.every(Number.isSafeInteger))
    throw new Error(t("its shape is too large"));
  return { descr, order: order === "True" ? "fortran" : "c", shape };
}

/** The place in column-major order of an element counted in row-major order. */
function fortranPlace(shape: readonly number[]): (index: number) => number {
  return (index) => {
    let [place, stride, left, block] = [0, 1, index, sizeOf(shape)];
    for (const size of shape) {
      block /= size;
      place += Math.floor(left / block) * stride;
      left %= block;
      stride *= size;
    }
    return place;
  };
}

const descriptions = { F32: "<f4", F64: "<f8", I32: "<i4" } as const;

/** The bytes of a NumPy array, version 1.0. */
export function encodeNpy({ shape, data }: SafeTensor): Uint8Array {
  const sizes = shape.length === 1 ? `${String(shape[0])},` : shape.join(", ");
  const fields = `{'descr': '${descriptions[dtypeOf(data)]}', 'fortran_order': False, 'shape': (${sizes}), }`;
  // Padded so that the numbers begin at a multiple of 64 bytes.
  const header = `${fields.padEnd(Math.ceil((10 + fields.length + 1) / 64) * 64 - 11)}\n`;
  const body = rawBytes(data);
  const bytes = new Uint8Array(10 + header.length + body.length);
  bytes.set(magic);
  bytes.set([1, 0, header.length & 0xff, header.length >> 8], 6);
  bytes.set(new TextEncoder().encode(header), 10);
  bytes.set(body, 10 + header.length);
  return bytes;
}
