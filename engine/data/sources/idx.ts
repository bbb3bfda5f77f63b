import { open, readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { constants, gunzip } from "node:zlib";
import { t } from "@vscode/l10n";
import { sizeOf } from "../../ops/tensor";
import type { IdxParams } from "../catalog/idx";
import { DataError } from "../dataError";
import type { DataPlace } from "../dataPath";
import { errorCode, resolveDataFile, unreadable } from "../dataPath";
import { checkMemory } from "../samples";
import { ValueBounds } from "../ValueBounds";
import { fileLoader } from "./loader";

const inflate = promisify(gunzip);

/** What an IDX file says of itself. The format: http://yann.lecun.com/exdb/mnist/ */
interface IdxFile {
  /** As the parameter says it. */
  readonly written: string;
  readonly param: "images" | "labels";
  readonly path: string;
  readonly compressed: boolean;
  /** The file's own, compressed or not. */
  readonly bytes: number;
  readonly sizes: readonly number[];
}

/** MNIST's files: bytes 0 … 255 become 0 … 1. */
export const idx = fileLoader<IdxParams>({
  load: async (params, place) => {
    const { images, labels, shape } = await openPair(params, place);
    checkMemory(sizeOf(images.sizes), "images");
    const pixels = await readBody(images);
    const brightness = Float32Array.from({ length: 256 }, (_, byte) => byte / 255);
    const image = new Float32Array(pixels.length);
    for (let pixel = 0; pixel < pixels.length; pixel++) image[pixel] = brightness[pixels[pixel] ?? 0] ?? 0;
    const label = Int32Array.from(await readBody(labels));
    return {
      samples: label.length,
      columns: [
        { name: "image", shape, dtype: "float32", data: image },
        { name: "label", shape: [], dtype: "int32", classes: classesOf(label), data: label },
      ],
      files: [images, labels].map(({ written, bytes }) => ({ name: written, bytes })),
    };
  },
  inspect: async (params, place) => {
    const { images, labels, shape } = await openPair(params, place);
    const expected = headerBytes(images.sizes) + sizeOf(images.sizes);
    if (!images.compressed && images.bytes !== expected) throw wrongLength(images, images.bytes);
    const label = await readBody(labels);
    return {
      samples: label.length,
      ports: {
        image: { shape, dtype: "float32", range: { low: 0, high: 1 } },
        label: {
          shape: [],
          dtype: "int32",
          classes: classesOf(label),
          ...new ValueBounds().addAll(label).facts,
        },
      },
    };
  },
});

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
      t("{0} holds no images: it has {1} axes instead of 3.", images.written, images.sizes.length),
      {
        param: "images",
        hint: t("The images of MNIST are in train-images-idx3-ubyte.gz; perhaps the files are swapped."),
      },
    );
  }
  if (labels.sizes.length !== 1) {
    throw new DataError(
      "data-file-wrong-type",
      t("{0} holds no labels: it has {1} axes instead of 1.", labels.written, labels.sizes.length),
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
      { param: "labels", hint: t("Take images and labels of the same set: both train or both t10k.") },
    );
  }
  if (count === 0)
    throw new DataError("data-empty", t("{0} holds no images.", images.written), {
      param: "images",
      hint: t("Choose a file with images."),
    });
  return { images, labels, shape: [1, rows, columns] };
}

/** Reads the first bytes only: the magic number with the element type and the number of axes, then their sizes. */
async function readHeader(written: string, place: DataPlace, param: "images" | "labels"): Promise<IdxFile> {
  const { path, bytes } = await resolveDataFile(written, place, param);
  const start = await readStart(path, 4096).catch((error: unknown) => {
    throw unreadable(written, error, param);
  });
  const compressed = start[0] === 0x1f && start[1] === 0x8b;
  const head = compressed
    ? // Deflate makes at most 1032 bytes from one.
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
      hint: t("Choose a file of MNIST's format, such as t10k-images-idx3-ubyte.gz."),
    });
  }
  if (type !== 8) {
    throw new DataError(
      "data-file-wrong-type",
      t("{0} holds elements of type {1}; only unsigned bytes (type 8) are read.", written, type ?? 0),
      { param, hint: t("Convert the file to unsigned bytes.") },
    );
  }
  if (head.length < headerBytes({ length: axes }))
    throw truncated(written, t("its header is incomplete"), param);
  const sizes = Array.from({ length: axes }, (_, axis) => head.readUInt32BE(4 + 4 * axis));
  return { written, param, path, compressed, bytes, sizes };
}

/** The elements, after a check that there are as many as the header says. */
async function readBody(file: IdxFile): Promise<Buffer> {
  const header = headerBytes(file.sizes);
  const expected = header + sizeOf(file.sizes);
  if (!file.compressed && file.bytes !== expected) throw wrongLength(file, file.bytes);
  checkMemory(expected / 4, file.param);
  const content = await readFile(file.path).catch((error: unknown) => {
    throw unreadable(file.written, error, file.param);
  });
  const plain = file.compressed
    ? await inflate(content, { maxOutputLength: expected + 1 }).catch((error: unknown) => {
        if (errorCode(error) === "ERR_BUFFER_TOO_LARGE") throw wrongLength(file, expected + 1);
        if (errorCode(error) === "Z_BUF_ERROR")
          throw truncated(file.written, t("its compressed data end too early"), file.param);
        throw damaged(file.written, error, file.param);
      })
    : content;
  if (plain.length !== expected) throw wrongLength(file, plain.length);
  return plain.subarray(header);
}

async function readStart(path: string, bytes: number): Promise<Buffer> {
  const handle = await open(path, "r");
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(bytes), 0, bytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

function headerBytes(sizes: { readonly length: number }): number {
  return 4 + 4 * sizes.length;
}

function classesOf(labels: Int32Array | Buffer): number {
  let largest = 0;
  for (const label of labels) largest = Math.max(largest, label);
  return largest + 1;
}

function wrongLength(file: IdxFile, bytes: number): DataError {
  const expected = headerBytes(file.sizes) + sizeOf(file.sizes);
  if (bytes < expected)
    return truncated(
      file.written,
      t("it has {0} bytes where its header says {1}", bytes, expected),
      file.param,
    );
  return new DataError(
    "data-file-wrong-type",
    t("{0} is longer than the {1} bytes that its header says.", file.written, expected),
    { param: file.param, hint: t("Get the file again.") },
  );
}

function truncated(written: string, reason: string, param: string): DataError {
  return new DataError("data-file-truncated", t("{0} is not complete: {1}.", written, reason), {
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
