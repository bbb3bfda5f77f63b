import { describe, expect, it } from "vitest";
import { sources } from "../../../engine/data/catalog";
import { inspectDataset, loadDataset } from "../../../engine/data/load";
import { loaders } from "../../../engine/data/sources/loaders";
import { at, sizeOf } from "../../../engine/tensor/tensor";
import { columnsOf } from "./columnsOf";

const place = { file: "/none/model.nn.json", workspace: "/none" };
const generators = [...sources.values()]
  .map(({ name }) => name)
  .filter((name) => loaders[name].kind === "generator");

async function columns(source: string, params: Record<string, unknown> = {}) {
  return columnsOf(await loadDataset(source, params, place)).map(({ data }) => data);
}

describe("generators", () => {
  it.each(generators)("%s draws finite values as its ports describe, with every class", async (source) => {
    const params = ["xor", "and", "or"].includes(source) ? {} : { samples: 50 };
    const facts = await inspectDataset(source, params, place);
    const dataset = await loadDataset(source, params, place);
    expect(facts.samples).toBe(dataset.count);
    expect(Object.keys(facts.ports)).toEqual(dataset.ports.map(({ name }) => name));
    for (const { name, data, ...port } of columnsOf(dataset)) {
      const { shape, classes, range = { low: -Infinity, high: Infinity } } = port;
      expect(facts.ports[name]).toEqual(port);
      expect(data.every((value: number) => value >= range.low && value <= range.high)).toBe(true);
      expect(port.whole === true && !data.every(Number.isInteger)).toBe(false);
      expect(data.length).toBe(dataset.count * sizeOf(shape));
      expect(data.every((value: number) => Number.isFinite(value))).toBe(true);
      if (classes) expect(new Set(data)).toEqual(new Set(Array.from({ length: classes }, (_, i) => i)));
    }
  });

  const random = generators.filter((source) => !sources.get(source)!.fixed);
  it.each(random)("%s depends only on its seed", async (source) => {
    const [first, same, other] = await Promise.all(
      [1, 1, 2].map((seed) => columns(source, { samples: 20, seed })),
    );
    expect(first).toEqual(same);
    expect(first?.[0]).not.toEqual(other?.[0]);
  });

  it("write truth tables", async () => {
    const inputs = [0, 0, 0, 1, 1, 0, 1, 1];
    const table = async (source: string) => (await columns(source)).map((data) => [...data]);
    expect(await table("and")).toEqual([inputs, [0, 0, 0, 1]]);
    expect(await table("or")).toEqual([inputs, [0, 1, 1, 1]]);
    expect(await table("xor")).toEqual([inputs, [0, 1, 1, 0]]);
    const [input, target] = await columns("xor", { repeat: 2, bipolar: true });
    expect([...(input ?? [])]).toEqual([-1, -1, -1, 1, 1, -1, 1, 1, -1, -1, -1, 1, 1, -1, 1, 1]);
    expect([...(target ?? [])]).toEqual([-1, 1, 1, -1, -1, 1, 1, -1]);
  });

  it("use the whole truth table for training", async () => {
    const { train, validation } = await loadDataset("xor", {}, place);
    expect([[...train], [...validation]]).toEqual([[0, 1, 2, 3], []]);
  });

  it("continue the windows of a sine with their targets", async () => {
    const [input, target] = await columns("sine", { samples: 5, window: 3, noise: 0 });
    expect(input?.[2 * 3 + 2]).toBe(target?.[1]);
    expect(input?.[3]).toBe(input?.[1]);
    const { train, validation } = await loadDataset("sine", { samples: 5 }, place);
    expect([[...train], [...validation]]).toEqual([[0, 1, 2, 3], [4]]);
  });

  it("place arms half a turn apart and classes around the circle", async () => {
    const [input, label] = await columns("spirals", { samples: 400, noise: 0 });
    for (let sample = 0; sample < 400; sample++) {
      const [x, y] = [at([...input!], 2 * sample), at([...input!], 2 * sample + 1)];
      const turns = Math.atan2(y, x) / (2 * Math.PI) - 1.25 * Math.hypot(x, y) - (label?.[sample] ?? 0) / 2;
      expect(Math.abs(turns - Math.round(turns))).toBeLessThan(1e-5);
    }
    const [blobs] = await columns("blobs", { samples: 4, classes: 4, noise: 0 });
    [1, 0, 0, 1, -1, 0, 0, -1].forEach((value, index) => {
      expect(blobs?.[index]).toBeCloseTo(value, 6);
    });
    const [ring] = await columns("ring", { samples: 4, classes: 4, noise: 0 });
    expect([...ring!]).toEqual([...blobs!].map((value) => 2 * value));
  });

  it("draw the first digits the same for any number of samples", async () => {
    const [few] = await columns("digits", { samples: 3 });
    const [many] = await columns("digits", { samples: 30 });
    expect(many?.slice(0, 3 * 784)).toEqual(few);
  });

  it("draw random images, tokens and targets that have nothing in common", async () => {
    const image = { samples: 6, shape: [3, 40, 40], classes: 5, targetShape: [40, 40] };
    const [pixels, classes] = await columns("random", image);
    expect([pixels?.length, classes?.length]).toEqual([6 * 4800, 6 * 1600]);
    expect(classes).toBeInstanceOf(Int32Array);
    const counts = Array.from(
      { length: 5 },
      (_, k) => classes!.filter((value: number) => value === k).length,
    );
    for (const count of counts) expect(Math.abs(count - 1920)).toBeLessThan(6 * Math.sqrt(1920 * 0.8));
    const mean = (values: Iterable<number>, size: number): number => {
      let sum = 0;
      for (const value of values) sum += value;
      return sum / size;
    };
    expect(mean(pixels!, 6 * 4800)).toBeCloseTo(0.5, 2);
    const [first] = await columns("random", { ...image, samples: 2 });
    expect(pixels?.slice(0, 2 * 4800)).toEqual(first);

    const [tokens, targets] = await columns("random", { samples: 3, shape: [1000], vocabulary: 3 });
    expect([...new Set(tokens)].sort()).toEqual([0, 1, 2]);
    expect(targets).toBeInstanceOf(Float32Array);

    const [bipolar] = await columns("random", { ...image, bipolar: true });
    expect(bipolar?.[7]).toBeCloseTo(2 * pixels![7]! - 1, 6);
    const [other] = await columns("random", { ...image, stream: 1 });
    const product = Array.from(pixels!, (value, i) => (value - 0.5) * (other![i]! - 0.5));
    // Twelve times the mean product is the correlation, whose deviation is 1 / √28800 if there is none.
    expect(Math.abs(12 * mean(product, 6 * 4800))).toBeLessThan(6 / Math.sqrt(6 * 4800));
  });

  it("refuse random tensors that do not fit into memory before they are drawn", async () => {
    await expect(columns("random", { samples: 1_000_000, shape: [3, 4096, 4096] })).rejects.toMatchObject({
      code: "data-too-large",
      at: { param: "samples" },
    });
  });

  it("draw digits that all differ, with few that touch the edge", async () => {
    const images = (await columns("digits", { samples: 1000, noise: 0 }))[0] as Float32Array;
    const inks = new Set<number>();
    let cut = 0;
    for (let sample = 0; sample < 1000; sample++) {
      const image = images.subarray(sample * 784, (sample + 1) * 784);
      const ink = image.reduce((sum, value) => sum + value, 0);
      expect(ink).toBeGreaterThan(12);
      expect(ink).toBeLessThan(300);
      inks.add(ink);
      const atEdge = (value: number, pixel: number): boolean =>
        value > 0.5 && [0, 27].some((edge) => pixel % 28 === edge || Math.floor(pixel / 28) === edge);
      if (image.some(atEdge)) cut++;
    }
    expect(inks.size).toBe(1000);
    expect(cut).toBeLessThan(10);
  });

  it("refuse invalid parameters and unknown sources", async () => {
    await expect(columns("digits", { samples: 0 })).rejects.toMatchObject({
      code: "data-parameter",
      at: { param: "samples" },
    });
    await expect(columns("digit")).rejects.toMatchObject({ code: "data-source-unknown" });
  });
});
