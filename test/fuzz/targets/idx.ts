import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Random } from "../../engine/randomGraphs/Random";
import type { FuzzTarget } from "../FuzzTarget";
import { mutateBytes } from "../mutate";
import { tryModel } from "../tryModel";

/** IDX files (MNIST's format) with wrong headers, lengths or compression. */
export const idx: FuzzTarget = {
  name: "idx",
  attempt: async (random, folder) => {
    const count = random.one([0, 1, 5, 40]);
    const [rows, columns] = [1 + random.below(5), 1 + random.below(5)];
    write(join(folder, "images"), drawIdx([count, rows, columns], 256, random), random);
    const labels = random.chance(0.9) ? count : count + 1;
    write(join(folder, "labels"), drawIdx([labels], random.one([2, 10, 256]), random), random);
    await tryModel(document(random), folder);
  },
};

/** The bytes of an IDX file, sometimes with the wrong sizes in its header. */
function drawIdx(sizes: readonly number[], below: number, random: Random): Uint8Array {
  const stated = random.chance(0.9)
    ? sizes
    : sizes.map((size) => random.one([size, size + 1, 0, 2 ** 16, 2 ** 31, 2 ** 32 - 1]));
  const header = Buffer.alloc(4 + 4 * stated.length);
  header.set([0, 0, random.chance(0.97) ? 8 : random.below(256), stated.length]);
  stated.forEach((size, axis) => header.writeUInt32BE(size, 4 + 4 * axis));
  const body = Uint8Array.from({ length: sizes.reduce((a, b) => a * b, 1) }, () => random.below(below));
  return Buffer.concat([header, body]);
}

function write(path: string, bytes: Uint8Array, random: Random): void {
  const whole = random.chance(0.8) ? bytes : mutateBytes(bytes, random);
  const packed = random.chance(0.5) ? gzipSync(whole) : whole;
  writeFileSync(path, random.chance(0.8) ? packed : mutateBytes(packed, random));
}

function document(random: Random): string {
  return JSON.stringify(
    {
      netloom: 1,
      nodes: {
        data: { type: "Dataset", source: "idx", images: "images", labels: "labels" },
        flatten: { type: "Flatten" },
        head: { type: "Linear", outFeatures: random.one([2, 10, 256]) },
        loss: { type: "CrossEntropyLoss" },
      },
      edges: ["data.image -> flatten", "flatten -> head", "head -> loss.input", "data.label -> loss.target"],
      training: { metrics: ["accuracy"], batchSize: random.one([1, 4, 64]) },
    },
    null,
    1,
  );
}
