import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { inspectDataset, loadDataset } from "../../../engine/data/load";
import { dataFolder } from "../../dataFolder";
import { columnsOf } from "./columnsOf";
import { workspaceWith } from "./place";

function idxFile(sizes: readonly number[], bytes: readonly number[], type = 8): Buffer {
  const header = Buffer.alloc(4 + 4 * sizes.length);
  header.writeUInt8(type, 2);
  header.writeUInt8(sizes.length, 3);
  sizes.forEach((size, axis) => header.writeUInt32BE(size, 4 + 4 * axis));
  return Buffer.concat([header, Buffer.from(bytes)]);
}

const images = idxFile([3, 2, 1], [0, 255, 51, 102, 1, 2]);
const labels = idxFile([3], [4, 0, 2]);
const params = { images: "../data/images", labels: "../data/labels", validation: 0 };

async function place(changed: { images?: Uint8Array; labels?: Uint8Array }) {
  return workspaceWith({
    "workspace/data/images": changed.images ?? images,
    "workspace/data/labels": changed.labels ?? labels,
  });
}

describe("idx", () => {
  it.each([
    ["plain", images, labels],
    ["compressed", gzipSync(images), gzipSync(labels)],
  ])("reads %s files", async (_, images, labels) => {
    const where = await place({ images, labels });
    const image = { shape: [1, 2, 1], dtype: "float32", range: { low: 0, high: 1 } };
    const untrained = [1, 3].map((label) => ({ class: label, validation: 0 }));
    const label = {
      shape: [],
      dtype: "int32",
      classes: 5,
      range: { low: 0, high: 4, lowAt: 1, highAt: 0 },
      whole: true,
      untrained,
    };
    const columns = columnsOf(await loadDataset("idx", params, where));
    const data = Float32Array.from([0, 255, 51, 102, 1, 2], (byte) => byte / 255);
    expect(columns).toEqual([
      { ...image, name: "image", data },
      { ...label, name: "label", data: new Int32Array([4, 0, 2]) },
    ]);
    expect(await inspectDataset("idx", params, where)).toEqual({ samples: 3, ports: { image, label } });
  });

  const extra = Buffer.concat([images, Buffer.from([9])]);
  const huge = idxFile([60_000_000, 28, 28], []);
  it.each([
    ["swapped files", { images: labels }, "data-file-wrong-type", /no images/],
    ["images as labels", { labels: images }, "data-file-wrong-type", /no labels/],
    ["another format", { images: Buffer.from("PNG, perhaps?") }, "data-file-wrong-type", /IDX/],
    ["floats", { images: idxFile([3, 2, 1], [], 13) }, "data-file-wrong-type", /type 13/],
    ["a truncated header", { images: images.subarray(0, 10) }, "data-file-truncated", /header/],
    ["an empty file", { images: Buffer.alloc(0) }, "data-file-truncated", /0 bytes/],
    ["a truncated file", { images: images.subarray(0, 19) }, "data-file-truncated", /19 bytes, .* 22/],
    [
      "a truncated compressed file",
      { images: gzipSync(images).subarray(0, -12) },
      "data-file-truncated",
      /./,
    ],
    [
      "truncated compressed pixels",
      { images: gzipSync(images.subarray(0, 19)) },
      "data-file-truncated",
      /19/,
    ],
    ["too many bytes", { images: extra }, "data-file-wrong-type", /longer/],
    ["too many compressed bytes", { images: gzipSync(extra) }, "data-file-wrong-type", /longer/],
    ["fewer labels", { labels: idxFile([2], [0, 1]) }, "data-labels-mismatch", /3 images.*2 labels/],
    ["no images", { images: idxFile([0, 2, 1], []), labels: idxFile([0], []) }, "data-empty", /no images/],
    [
      "more than fits into memory",
      { images: gzipSync(huge), labels: idxFile([60_000_000], []) },
      "data-too-large",
      /188880 MB of memory/,
    ],
  ])("refuses %s", async (_, changed, code, message) => {
    const loading = loadDataset("idx", params, await place(changed));
    await expect(loading).rejects.toMatchObject({ code, hint: expect.any(String) as string });
    await expect(loading).rejects.toThrow(message);
  });

  it("does not decompress more than the header says", async () => {
    // 64 MiB of zeros after a header that announces six pixels.
    const bomb = gzipSync(Buffer.concat([images, Buffer.alloc(64 * 2 ** 20)]));
    await expect(loadDataset("idx", params, await place({ images: bomb }))).rejects.toMatchObject({
      code: "data-file-wrong-type",
    });
  });

  it("detects a truncated compressed file without loading it", async () => {
    const noise = Buffer.from(Array.from({ length: 3000 }, (_, index) => (index * index * 31) % 251));
    const whole = gzipSync(idxFile([3, 1000, 1], [...noise]));
    for (const length of [whole.length - 1, whole.length - 20, Math.floor(whole.length / 2)])
      await expect(
        inspectDataset("idx", params, await place({ images: whole.subarray(0, length) })),
      ).rejects.toMatchObject({ code: "data-file-truncated", at: { param: "images" } });
    expect(await inspectDataset("idx", params, await place({ images: whole }))).toMatchObject({ samples: 3 });
    // A file with several gzip members ends with the length of the last one only.
    const members = Buffer.concat([gzipSync(images.subarray(0, 18)), gzipSync(images.subarray(18))]);
    expect(await inspectDataset("idx", params, await place({ images: members }))).toMatchObject({
      samples: 3,
    });
  });

  it("reports classes that occur only in the validation set, and labels that do not start at 0", async () => {
    const count = 60;
    const pixels = idxFile([count, 1, 1], Array<number>(count).fill(7));
    const numbers = Array.from({ length: count }, (_, row) => 1 + (row % 2));
    const plain = await place({ images: pixels, labels: idxFile([count], numbers) });
    const { validation } = await loadDataset("idx", { ...params, validation: 0.2 }, plain);
    const rare = numbers.with(validation[0] ?? 0, 3);
    const where = await place({ images: pixels, labels: idxFile([count], rare) });
    const { label } = (await inspectDataset("idx", { ...params, validation: 0.2 }, where)).ports;
    expect(label).toMatchObject({
      classes: 4,
      range: { low: 1, high: 3, lowAt: 0 },
      untrained: [
        { class: 0, validation: 0 },
        { class: 3, validation: 1 },
      ],
    });
  });

  const folder = dataFolder();
  it.skipIf(!folder)("reads MNIST's test set and splits it 8,000 to 2,000", async () => {
    const mnist = { images: "t10k-images-idx3-ubyte.gz", labels: "t10k-labels-idx1-ubyte.gz" };
    const where = { workspace: folder ?? "", file: `${folder}/model.nn.json` };
    const data = await loadDataset("idx", mnist, where);
    expect([data.count, data.train.length, data.validation.length]).toEqual([10_000, 8000, 2000]);
    expect(columnsOf(data)[1]?.data.slice(0, 5)).toEqual(new Int32Array([7, 2, 1, 0, 4]));
    expect(await inspectDataset("idx", mnist, where)).toMatchObject({
      samples: 10_000,
      ports: { image: { shape: [1, 28, 28] }, label: { classes: 10 } },
    });
  });
});
