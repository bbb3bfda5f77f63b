import { describe, expect, it } from "vitest";
import { inspectDataset, loadDataset } from "../../../engine/data/load";
import { columnsOf } from "./columnsOf";
import { workspaceWith } from "./place";

const flowers = 'width,"height, cm",kind\n1,2,rose\n3,"4.5",lily\n-5e-1, 6 ,rose\n';

async function load(text: string | Uint8Array, params: Record<string, unknown>) {
  const place = await workspaceWith({ "workspace/models/table.csv": text });
  return loadDataset("csv", { file: "table.csv", validation: 0, ...params }, place);
}

describe("csv", () => {
  it("reads the chosen numeric columns", async () => {
    const data = await load(flowers.replaceAll(/rose|lily/g, "7"), {
      inputs: ["height, cm", "width"],
      target: "kind",
    });
    expect(data.count).toBe(3);
    expect(columnsOf(data)).toEqual([
      {
        name: "input",
        range: { low: -0.5, high: 6, lowAt: 2, highAt: 2, lowLine: 4, highLine: 4 },
        whole: false,
        shape: [2],
        dtype: "float32",
        features: ["height, cm", "width"],
        data: new Float32Array([2, 1, 4.5, 3, 6, -0.5]),
      },
      {
        name: "target",
        shape: [1],
        dtype: "float32",
        features: ["kind"],
        range: { low: 7, high: 7, lowAt: 0, highAt: 0, lowLine: 2, highLine: 2 },
        whole: true,
        data: new Float32Array([7, 7, 7]),
      },
    ]);
  });

  it("numbers classes in sorted order", async () => {
    const data = await load(flowers, { inputs: ["width"], target: "kind", classes: true });
    expect(columnsOf(data)[1]).toEqual({
      name: "target",
      shape: [],
      dtype: "int32",
      features: ["kind"],
      classes: 2,
      classNames: ["lily", "rose"],
      range: { low: 0, high: 1, lowAt: 1, highAt: 0 },
      whole: true,
      data: new Int32Array([1, 0, 1]),
    });
  });

  it("sorts numeric classes by value", async () => {
    const data = await load("x,y\n1,10\n2,9\n3,10\n", { inputs: ["x"], target: "y", classes: true });
    expect(columnsOf(data)[1]).toMatchObject({ classNames: ["9", "10"], data: new Int32Array([1, 0, 1]) });
  });

  it("uses the given order of classes", async () => {
    const data = await load(flowers, {
      inputs: ["width"],
      target: "kind",
      classes: true,
      classNames: ["rose", "tulip", "lily"],
    });
    expect(columnsOf(data)[1]).toMatchObject({ classes: 3, data: new Int32Array([0, 2, 0]) });
  });

  it.each([";", "\t", "|"])(
    "detects the delimiter %j, after a byte-order mark and with CRLF",
    async (mark) => {
      const text = `\uFEFFa${mark}b\r\n1${mark}2\r\n`;
      const data = await load(text, { inputs: ["a"], target: "b" });
      expect(columnsOf(data).map((column) => column.data[0])).toEqual([1, 2]);
    },
  );

  it("reports ports, samples and classes, and does so again after the file has changed", async () => {
    const place = await workspaceWith({ "workspace/models/table.csv": flowers });
    const params = { file: "table.csv", inputs: ["width"], target: "kind", classes: true, validation: 0 };
    const facts = await inspectDataset("csv", params, place);
    expect(facts).toEqual({
      samples: 3,
      ports: {
        input: {
          shape: [1],
          dtype: "float32",
          range: { low: -0.5, high: 3, lowAt: 2, highAt: 1, lowLine: 4, highLine: 3 },
          whole: false,
        },
        target: {
          shape: [],
          dtype: "int32",
          classes: 2,
          classNames: ["lily", "rose"],
          range: { low: 0, high: 1, lowAt: 1, highAt: 0 },
          whole: true,
        },
      },
    });
    expect(await inspectDataset("csv", params, place)).toBe(facts);
    const { writeFile } = await import("node:fs/promises");
    await writeFile(`${place.workspace}/models/table.csv`, `${flowers}9,9,tulip\n`);
    expect(await inspectDataset("csv", params, place)).toMatchObject({ samples: 4 });
  });

  const inputs = ["a"];
  const numbers = { inputs, target: "b" };
  const names = { inputs, target: "b", classes: true, classNames: ["x", "y"] };
  it.each([
    ["a missing column", "a,c\n1,2\n", numbers, "data-column-unknown", /no column “b”/],
    ["NaN", "a,b\n1,2\nNaN,4\n", numbers, "data-not-finite", /a \(missing on line 3\)/],
    ["an empty field", "a,b\n1,\n", numbers, "data-not-finite", /b \(missing on line 2\)/],
    [
      "infinity",
      "a,b\n1,2\n1,-Infinity\n",
      numbers,
      "data-not-finite",
      /b \(“-Infinity” on line 3, not finite/,
    ],
    [
      "a number beyond float32",
      "a,b\n1e39,2\n",
      numbers,
      "data-not-finite",
      /a \(“1e39” on line 2, not finite/,
    ],
    ["text among numbers", "a,b\n1,big\n", numbers, "data-not-number", /b \(“big” on line 2\)/],
    ["an unknown class", "a,b\n1,x\n1,z\n", names, "data-class-unknown", /b \(“z” on line 3\)/],
    ["a short line", "a,b\n1,2\n3\n", numbers, "data-file-wrong-type", /line 3/],
    ["an unclosed quote", 'a,b\n1,"2\n', numbers, "data-file-wrong-type", /quote/i],
    ["a binary file", new Uint8Array([0, 1, 2, 10, 0]), numbers, "data-file-wrong-type", /not a text file/],
    ["only a header", "a,b\n", numbers, "data-empty", /no data lines/],
    ["an empty file", "", numbers, "data-empty", /no data lines/],
  ])("refuses %s and says where it is", async (_, text, params, code, message) => {
    const loading = load(text, params);
    await expect(loading).rejects.toMatchObject({ code, hint: expect.any(String) as string });
    await expect(loading).rejects.toThrow(message);
  });

  it("requires the parameters without a default", async () => {
    await expect(load("a,b\n1,2\n", { target: "b" })).rejects.toMatchObject({
      code: "data-parameter",
      at: { param: "inputs" },
    });
  });
});
