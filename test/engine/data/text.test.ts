import { describe, expect, it } from "vitest";
import { inspectDataset, loadDataset } from "../../../engine/data/load";
import { columnsOf } from "./columnsOf";
import { workspaceWith } from "./place";

async function loaded(text: string | Uint8Array, params: object = {}) {
  const place = await workspaceWith({ "workspace/models/a.txt": text });
  const given = { file: "a.txt", window: 3, validation: 0, ...params };
  const dataset = await loadDataset("text", given, place);
  return { dataset, facts: await inspectDataset("text", given, place) };
}

describe("the source text", () => {
  it("gives windows of characters and, as targets, the characters after each", async () => {
    const { dataset, facts } = await loaded("abcabdb");
    const [input, target] = columnsOf(dataset);
    expect([...input!.data]).toEqual([0, 1, 2, 0, 1, 3]);
    expect([...target!.data]).toEqual([1, 2, 0, 1, 3, 1]);
    expect(facts).toMatchObject({
      samples: 2,
      ports: {
        input: { shape: [3], dtype: "int32", classes: 4, classNames: ["a", "b", "c", "d"] },
        target: { shape: [3], dtype: "int32", classes: 4, range: { low: 0, high: 3 }, whole: true },
      },
    });
    expect(dataset.sequential).toBe(false);
  });

  it("leaves out a window that is not full", async () => {
    expect((await loaded("abcabc")).facts.samples).toBe(1);
    expect((await loaded("abcabca")).facts.samples).toBe(2);
  });

  it("counts characters and not code units, in the order of their code points", async () => {
    const { facts } = await loaded("🙂가a\n");
    expect(facts.samples).toBe(1);
    expect(facts.ports.input!.classNames).toEqual(["\n", "a", "가", "🙂"]);
  });

  it("reads other encodings", async () => {
    const { facts } = await loaded(Uint8Array.from([0xb0, 0xa1, 0xb3, 0xaa, 0x61, 0x62]), {
      encoding: "cp949",
    });
    expect(facts.ports.input!.classNames).toEqual(["a", "b", "가", "나"]);
  });

  it("holds out the end of the text for validation", async () => {
    const { dataset } = await loaded("abcdefghijklm", { validation: 0.25, order: "sequential" });
    expect([[...dataset.train], [...dataset.validation]]).toEqual([[0, 1, 2], [3]]);
    expect(dataset.sequential).toBe(true);
  });

  it.each(["", "a", "abc"])("refuses a text that is too short: “%s”", async (text) => {
    await expect(loaded(text)).rejects.toMatchObject({ code: "data-empty", at: { param: "window" } });
  });

  it("refuses bytes that are not text", async () => {
    await expect(loaded(Uint8Array.from([0x61, 0xff, 0x62, 0x63, 0x64]))).rejects.toMatchObject({
      code: "data-encoding",
    });
  });
});
