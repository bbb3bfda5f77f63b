import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { pipeline } from "node:stream";
import { promisify } from "node:util";
import { constants, createGunzip, gunzip } from "node:zlib";
import { t } from "@vscode/l10n";
import type { DatasetFacts } from "../catalog/facts";
import { at, sizeOf } from "../../tensor/tensor";
import type { IdxParams } from "../catalog/idx";
import { ClassRows } from "../ClassRows";
import { DataError } from "../dataError";
import type { DataPlace } from "../dataPath";
import { errorCode, resolveDataFile, unreadable } from "../dataPath";
import { inspected } from "../inspected";
import { checkDatasetMemory } from "../datasetMemory";
import { memorySamples } from "../memorySamples";
import { fileLoader, type Splitter } from "./loader";

const inflate = promisify(gunzip);
const pieceBytes = 1 << 18;

/** The header of an IDX file. The format: http://yann.lecun.com/exdb/mnist/ */
interface IdxFile {
  /** As written in the parameter. */
  readonly written: string;
  readonly param: "images" | "labels";
  readonly path: string;
  readonly compressed: boolean;
  /** The size of the file itself, compressed or not. */
  readonly bytes: number;
  readonly sizes: readonly number[];
}

/** MNIST's format; bytes 0 … 255 are scaled to 0 … 1. Files are streamed into arrays of the right size. */
export const idx = fileLoader<IdxParams>({
  load: async (params, place, split) => {
    const { images, labels, facts } = await inspectPair(params, place, split);
    const { samples, ports } = facts;
    const brightness = Float32Array.from({ length: 256 }, (_, byte) => byte / 255);
    const image = new Float32Array(sizeOf(images.sizes));
    await readBody(images, (bytes, from) => {
      for (let index = 0; index < bytes.length; index++)
        image[from + index] = brightness[bytes[index] ?? 0] ?? 0;
    });
    const label = new Int32Array(samples);
    await readBody(labels, (bytes, from) => label.set(bytes, from));
    return memorySamples({
      count: samples,
      columns: [
        { ...at(Object.values(ports), 0), name: "image", data: image },
        { ...at(Object.values(ports), 1), name: "label", data: label },
      ],
      files: [images, labels].map(({ written, bytes }) => ({ name: written, bytes })),
    });
  },
  inspect: async (params, place, split) => (await inspectPair(params, place, split)).facts,
});

interface Pair {
  readonly images: IdxFile;
  readonly labels: IdxFile;
  readonly facts: DatasetFacts;
}

async function inspectPair(params: IdxParams, place: DataPlace, split: Splitter): Promise<Pair> {
  const files = [
    await resolveDataFile(params.images, place, "images"),
    await resolveDataFile(params.labels, place, "labels"),
  ];
  return inspected(files, params, async () => {
    const { images, labels, shape } = await openPair(params, place);
    const samples = at(labels.sizes, 0);
    checkDatasetMemory(samples, sizeOf(shape) + 1, "images");
    await checkLength(images);
    const rows = new ClassRows();
    await readBody(labels, (bytes) => {
      for (let index = 0; index < bytes.length; index++) rows.add(bytes[index] ?? 0);
    });
    const { classes } = rows;
    const untrained = rows.untrained(classes, split);
    return {
      images,
      labels,
      facts: {
        samples,
        ports: {
          image: { shape, dtype: "float32", range: { low: 0, high: 1 } },
          label: {
            shape: [],
            dtype: "int32",
            classes,
            ...rows.facts(classes),
            ...(untrained.length > 0 && { untrained }),
          },
        },
      },
    };
  });
}

async function openPair(
  params: IdxParams,
  place: DataPlace,
): Promise<{ images: IdxFile; labels: IdxFile; shape: readonly number[] }> {
  const images = await readHeader(params.images, place, "images");
  const labels = await readHeader(params.labels, place, "labels");
  const [count, rows, columns] = images.sizes;
  if (images.sizes.length !== 3 || !rows || !columns) {
    throw new DataError(
      "data-file-wrong-type",
      t("{0} contains no images: it has {1} axes instead of 3.", images.written, images.sizes.length),
      {
        param: "images",
        hint: t("The images of MNIST are in train-images-idx3-ubyte.gz; perhaps the files are swapped."),
      },
    );
  }
  if (labels.sizes.length !== 1) {
    throw new DataError(
      "data-file-wrong-type",
      t("{0} contains no labels: it has {1} axes instead of 1.", labels.written, labels.sizes.length),
      {
        param: "labels",
        hint: t("The labels of MNIST are in train-labels-idx1-ubyte.gz; perhaps the files are swapped."),
      },
    );
  }
  if (count !== labels.sizes[0]) {
    throw new DataError(
      "data-labels-mismatch",
      t(
        "{0} has {1} images, but {2} has {3} labels.",
        images.written,
        count ?? 0,
        labels.written,
        labels.sizes[0] ?? 0,
      ),
      { param: "labels", hint: t("Use images and labels of the same set: both train or both t10k.") },
    );
  }
  if (count === 0)
    throw new DataError("data-empty", t("{0} contains no images.", images.written), {
      param: "images",
      hint: t("Choose a file with images."),
    });
  return { images, labels, shape: [1, rows, columns] };
}

/** Reads only the first bytes: the magic number with the element type and the number of axes, then their sizes. */
async function readHeader(written: string, place: DataPlace, param: "images" | "labels"): Promise<IdxFile> {
  const { path, bytes } = await resolveDataFile(written, place, param);
  const start = await readBytes(path, 0, 4096).catch((error: unknown) => {
    throw unreadable(written, error, param);
  });
  const compressed = start[0] === 0x1f && start[1] === 0x8b;
  const head = compressed
    ? // Deflate expands a byte to at most 1032.
      await inflate(start, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: 4096 * 1100 }).catch(
        (error: unknown) => {
          throw damaged(written, error, param);
        },
      )
    : start;
  if (head.length < 4) throw truncated(written, t("it has {0} bytes", head.length), param);
  const [zero0, zero1, type, axes] = head;
  if (zero0 !== 0 || zero1 !== 0 || axes === undefined || axes < 1 || axes > 4) {
    throw new DataError("data-file-wrong-type", t("{0} is not in the IDX format.", written), {
      param,
      hint: t("Choose a file in MNIST's format, such as t10k-images-idx3-ubyte.gz."),
    });
  }
  if (type !== 8) {
    throw new DataError(
      "data-file-wrong-type",
      t("{0} contains elements of type {1}; only unsigned bytes (type 8) are supported.", written, type ?? 0),
      { param, hint: t("Convert the file to unsigned bytes.") },
    );
  }
  if (head.length < headerBytes({ length: axes }))
    throw truncated(written, t("its header is incomplete"), param);
  const sizes = Array.from({ length: axes }, (_, axis) => head.readUInt32BE(4 + 4 * axis));
  return { written, param, path, compressed, bytes, sizes };
}

/**
 * Passes on the elements of a file in pieces, each with the index of its first element. Throws a DataError unless there
 * are as many as its header says.
 */
async function readBody(file: IdxFile, take: (bytes: Buffer, from: number) => void): Promise<void> {
  const header = headerBytes(file.sizes);
  const expected = header + sizeOf(file.sizes);
  if (!file.compressed && file.bytes !== expected) throw wrongLength(file, file.bytes);
  let position = 0;
  for await (const chunk of contentOf(file)) {
    const end = position + chunk.length;
    if (end > expected) throw wrongLength(file, end);
    if (end > header) take(chunk.subarray(Math.max(0, header - position)), Math.max(0, position - header));
    position = end;
  }
  if (position < expected) throw wrongLength(file, position);
}

/**
 * Throws a DataError unless a file contains as many elements as its header says. For a compressed file, the length
 * stored at its end suffices if it agrees; otherwise the file is decompressed, up to the length in the header.
 */
async function checkLength(file: IdxFile): Promise<void> {
  const expected = headerBytes(file.sizes) + sizeOf(file.sizes);
  if (file.compressed && (await lengthAtEnd(file)) === expected % 2 ** 32) return;
  if (file.compressed) await readBody(file, () => undefined);
  else if (file.bytes !== expected) throw wrongLength(file, file.bytes);
}

/** ISIZE, the last four bytes (RFC 1952, section 2.3.1). */
async function lengthAtEnd({ path, bytes, written, param }: IdxFile): Promise<number> {
  const end = await readBytes(path, Math.max(0, bytes - 4), 4).catch((error: unknown) => {
    throw unreadable(written, error, param);
  });
  return end.length === 4 ? end.readUInt32LE() : -1;
}

/** The file's bytes, decompressed, in pieces. */
async function* contentOf({ path, compressed, written, param }: IdxFile): AsyncGenerator<Buffer> {
  const source = createReadStream(path, { highWaterMark: pieceBytes });
  let failed: unknown;
  source.on("error", (error) => (failed = error));
  // An error in reading the file ends the decompression, and with it the loop.
  const content = compressed
    ? pipeline(source, createGunzip({ chunkSize: pieceBytes }), () => undefined)
    : source;
  try {
    for await (const chunk of content) yield chunk as Buffer;
  } catch (error) {
    if (failed !== undefined || !compressed) throw unreadable(written, failed ?? error, param);
    throw errorCode(error) === "Z_BUF_ERROR"
      ? truncated(written, t("its compressed data end too early"), param)
      : damaged(written, error, param);
  } finally {
    source.destroy();
  }
}

async function readBytes(path: string, from: number, count: number): Promise<Buffer> {
  const handle = await open(path, "r");
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(count), 0, count, from);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

function headerBytes(sizes: { readonly length: number }): number {
  return 4 + 4 * sizes.length;
}

function wrongLength(file: IdxFile, bytes: number): DataError {
  const expected = headerBytes(file.sizes) + sizeOf(file.sizes);
  if (bytes < expected)
    return truncated(
      file.written,
      t("it has {0} bytes, but its header says {1}", bytes, expected),
      file.param,
    );
  return new DataError(
    "data-file-wrong-type",
    t("{0} is longer than the {1} bytes that its header says.", file.written, expected),
    { param: file.param, hint: t("Get the file again.") },
  );
}

function truncated(written: string, reason: string, param: string): DataError {
  return new DataError("data-file-truncated", t("{0} is incomplete: {1}.", written, reason), {
    param,
    hint: t("Get the file again."),
  });
}

function damaged(written: string, error: unknown, param: string): DataError {
  const reason = error instanceof Error ? error.message : String(error);
  return new DataError("data-file-wrong-type", t("{0} cannot be decompressed: {1}", written, reason), {
    param,
    hint: t("Get the file again."),
  });
}
