import { describe, expect, it } from "vitest";
import { noShape, shapeNames } from "../../../engine/data/catalog/shapes";
import { inspectDataset, loadDataset } from "../../../engine/data/load";
import { columnsOf } from "./columnsOf";

const place = { file: "/none/model.nn.json", workspace: "/none" };

/** The values of each port, sample by sample. */
async function drawn(source: string, params: Record<string, unknown>) {
  const dataset = await loadDataset(source, params, place);
  return Object.fromEntries(
    columnsOf(dataset).map(({ name, data, classNames = [] }) => {
      const size = data.length / dataset.count;
      const samples = Array.from({ length: dataset.count }, (_, sample) => [
        ...data.slice(sample * size, (sample + 1) * size),
      ]);
      return [
        name,
        { samples, texts: samples.map((codes) => codes.map((code) => classNames[code]).join("")) },
      ];
    }),
  );
}

it.each(["adding", "copy", "reverse", "grammar", "shapes"])(
  "the first samples of %s do not depend on how many there are",
  async (source) => {
    const [few, many] = [await drawn(source, { samples: 3 }), await drawn(source, { samples: 9 })];
    for (const [port, { samples }] of Object.entries(few))
      expect(many[port]!.samples.slice(0, 3)).toEqual(samples);
  },
);

it("adding marks a number in each half, and gives their sum", async () => {
  const { input, target } = await drawn("adding", { samples: 40, length: 7 });
  for (const [sample, values] of input!.samples.entries()) {
    const marked = [0, 1, 2, 3, 4, 5, 6].filter((step) => values[2 * step + 1] === 1);
    expect(values.filter((_, index) => index % 2 === 1).reduce((sum, mark) => sum + mark)).toBe(2);
    expect([marked[0]! < 3, marked[1]! >= 3]).toEqual([true, true]);
    const sum = values[2 * marked[0]!]! + values[2 * marked[1]!]!;
    expect(target!.samples[sample]![0]).toBeCloseTo(sum, 6);
  }
});

it("copy asks for the letters after the delay", async () => {
  const { input, target } = await drawn("copy", { samples: 10, length: 3, delay: 2, vocabulary: 4 });
  for (const [sample, text] of input!.texts.entries()) {
    expect(text).toMatch(/^[abcd]{3}_>___$/);
    expect(target!.texts[sample]).toBe(`_____${text.slice(0, 3)}`);
  }
  const shortest = await drawn("copy", { samples: 1, length: 1, delay: 1 });
  expect(shortest.input!.texts[0]).toMatch(/^[a-h]>_$/);
});

it("reverse gives the decoder the target one step later", async () => {
  const { source, input, target } = await drawn("reverse", { samples: 10, length: 4, vocabulary: 5 });
  for (const [sample, text] of source!.texts.entries()) {
    expect(text).toMatch(/^[abcde]{4}$/);
    const backwards = Array.from(text).reverse().join("");
    expect([target!.texts[sample], input!.texts[sample]]).toEqual([backwards, `^${backwards.slice(0, 3)}`]);
  }
});

describe("grammar", () => {
  it("hides the wanted fraction of the characters", async () => {
    const { input, target, mask } = await drawn("grammar", { samples: 30, length: 20, masked: 0.25 });
    for (const [sample, text] of target!.texts.entries()) {
      const hidden = mask!.samples[sample]!;
      expect(hidden.filter((value) => value === 1)).toHaveLength(5);
      expect(input!.texts[sample]).toBe(
        Array.from(text)
          .map((c, step) => (hidden[step] ? "_" : c))
          .join(""),
      );
    }
    const single = await drawn("grammar", { samples: 1, length: 1, masked: 0.01 });
    expect(single.input!.texts).toEqual(["_"]);
  });

  it("writes sentences whose subject and verb agree, with every letter", async () => {
    const { target } = await drawn("grammar", { samples: 40, length: 400 });
    for (const text of target!.texts)
      for (const sentence of text.split(". ").slice(0, -1))
        expect(sentence).toMatch(
          /^(this (\w+ )?\w+[^s] \w+s|these (\w+ )?\w+s \w+[^s]) (this (\w+ )?\w+[^s]|these (\w+ )?\w+s)$/,
        );
    expect(new Set(target!.texts.join("")).size).toBe(28);
  });
});

describe("lines", () => {
  const line = { samples: 500, slope: 2, intercept: -0.5 };

  it("gives the height of the line, with noise", async () => {
    const exact = await drawn("lines", { ...line, noise: 0 });
    const noisy = await drawn("lines", { ...line, noise: 0.3 });
    const error = (values: typeof exact) =>
      values.input!.samples.map(([x], i) => values.target!.samples[i]![0]! - (2 * x! - 0.5));
    expect(Math.max(...error(exact).map(Math.abs))).toBeLessThan(1e-6);
    const deviation = Math.sqrt(error(noisy).reduce((sum, e) => sum + e * e, 0) / line.samples);
    expect(deviation).toBeGreaterThan(0.27);
    expect(deviation).toBeLessThan(0.33);
  });

  it("says on which side of the line a point is, with noise", async () => {
    const wrong = async (noise: number) => {
      const { input, target } = await drawn("lines", { ...line, noise, task: "classification" });
      return input!.samples.filter(([x, y], i) => (target!.samples[i]![0] === 1) !== y! > 2 * x! - 0.5)
        .length;
    };
    expect(await wrong(0)).toBe(0);
    expect(await wrong(0.3)).toBeGreaterThan(0);
  });
});

describe("shapes", () => {
  const [size, grid] = [100, 5];

  it("describes each shape by its cell, its box and its pixels", async () => {
    const params = { samples: 30, size, grid, objects: 4, noise: 0 };
    const { image, mask, object, boxes, label } = await drawn("shapes", params);
    const seen = new Set<number>();
    for (let sample = 0; sample < params.samples; sample++) {
      const pixels = mask!.samples[sample]!;
      const found = object!.samples[sample]!.flatMap((value, cell) => (value === 1 ? [cell] : []));
      expect(found.length).toBeGreaterThan(0);
      expect(found.length).toBeLessThanOrEqual(params.objects);
      let explained = 0;
      for (const cell of found) {
        const [x, y, width, height] = [0, 1, 2, 3].map(
          (number) => boxes!.samples[sample]![number * grid * grid + cell]!,
        );
        const [cx, cy] = [((cell % grid) + x!) / grid, (Math.floor(cell / grid) + y!) / grid];
        const kind = label!.samples[sample]![cell]!;
        const inBox = pixels.flatMap((value, pixel) => {
          const [px, py] = [(pixel % size) + 0.5, Math.floor(pixel / size) + 0.5];
          const near =
            Math.abs(px / size - cx) * 2 <= width! + 1 / size &&
            Math.abs(py / size - cy) * 2 <= height! + 1 / size;
          return near && value === 1 + kind ? [pixel] : [];
        });
        // π/4 of its box for a circle, all of it for a square, half of it for a triangle.
        const fraction = inBox.length / (width! * height! * size * size);
        expect(Math.abs(fraction - [Math.PI / 4, 1, 1 / 2][kind]!)).toBeLessThan(0.1);
        for (const pixel of inBox) expect(image!.samples[sample]![pixel]).toBeGreaterThan(0.24);
        seen.add(kind);
        explained += inBox.length;
      }
      expect(pixels.filter((value) => value > 0)).toHaveLength(explained);
      label!.samples[sample]!.forEach((kind, cell) => {
        if (!found.includes(cell)) expect(kind).toBe(noShape);
      });
    }
    expect(seen.size).toBe(shapeNames.length);
  });

  it("adds noise, which stays within 0 … 1", async () => {
    const clean = await drawn("shapes", { samples: 5, noise: 0 });
    const noisy = await drawn("shapes", { samples: 5, noise: 0.3 });
    expect(noisy.mask).toEqual(clean.mask);
    expect(noisy.image).not.toEqual(clean.image);
  });
});

it.each([
  ["adding", { samples: 1_000_000, length: 10_000 }],
  ["copy", { samples: 1_000_000, delay: 10_000 }],
  ["reverse", { samples: 1_000_000, length: 10_000 }],
  ["grammar", { samples: 1_000_000, length: 10_000 }],
  ["shapes", { samples: 1_000_000, size: 512 }],
])("refuses more of %s than a dataset may have, before drawing any", async (source, params) => {
  await expect(inspectDataset(source, params, place)).rejects.toMatchObject({
    code: "data-too-large",
    at: { param: "samples" },
  });
});

it.each([
  ["adding", "length", 1],
  ["copy", "delay", 0],
  ["copy", "vocabulary", 27],
  ["reverse", "vocabulary", 1],
  ["grammar", "masked", 0],
  ["lines", "task", "both"],
  ["shapes", "size", 8],
  ["shapes", "grid", 0],
])("refuses a parameter of %s: %s %s", async (source, param, value) => {
  await expect(inspectDataset(source, { [param]: value }, place)).rejects.toMatchObject({
    code: "data-parameter",
    at: { param },
  });
});
