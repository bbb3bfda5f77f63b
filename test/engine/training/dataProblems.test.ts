import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import iconv from "iconv-lite";
import { describe, expect, it } from "vitest";
import { applyEdit } from "../../../engine/document/applyEdit";
import { findFixes } from "../../../engine/fixes/findFixes";
import { applyTextEdits } from "../../../engine/document/textEdits";
import { trainable } from "../../../engine/graph/trainable";
import { loadDatasets } from "../../../engine/training/loadDatasets";
import { openModel } from "../../../engine/training/openModel";
import { workspaceWith } from "../data/place";

function table(params: Record<string, unknown>): string {
  const data = { type: "Dataset", source: "csv", file: "t.csv", inputs: ["a"], target: "b", ...params };
  return JSON.stringify({
    netloom: 1,
    nodes: { data, out: { type: "Linear", outFeatures: 2 }, loss: { type: "CrossEntropyLoss" } },
    edges: ["data.input -> out", "out -> loss.input", "data.target -> loss.target"],
  });
}

const rows = Array.from({ length: 20 }, (_, row) => `${row},${row % 2 ? "남" : "여"}`);

describe("problems of data", () => {
  it("have fixes that make the data readable", async () => {
    const bytes = iconv.encode(["a,b", ...rows].join("\n"), "cp949");
    const place = await workspaceWith({ "workspace/models/t.csv": bytes });
    const text = table({ classes: true });
    const { typed, facts, problems } = await openModel(text, place);
    expect(problems).toMatchObject([{ code: "data-encoding", node: "data", param: "file" }]);
    expect(text.slice(problems[0]!.range.offset).startsWith('"t.csv"')).toBe(true);
    const [fix] = findFixes({ text, typed: typed!, facts }, problems[0]!);
    const applied = applyEdit(text, fix!.edit);
    const fixed = "edits" in applied ? applyTextEdits(text, applied.edits) : "";
    expect(JSON.parse(fixed)).toHaveProperty("nodes.data.encoding", "cp949");
    expect((await openModel(fixed, place)).problems).toEqual([]);
  });

  it("do not cause further problems", async () => {
    const place = await workspaceWith({
      "workspace/models/images": "no images",
      "workspace/models/labels": "no labels",
    });
    const data = { type: "Dataset", source: "idx", images: "images", labels: "labels" };
    const text = JSON.stringify({
      netloom: 1,
      nodes: {
        data,
        flat: { type: "Flatten" },
        out: { type: "Linear", outFeatures: 2 },
        loss: { type: "CrossEntropyLoss" },
      },
      edges: ["data.image -> flat", "flat -> out", "out -> loss.input", "data.label -> loss.target"],
    });
    const { typed, problems } = await openModel(text, place);
    const all = [...problems, ...trainable(typed!)];
    expect(all.map(({ code }) => code)).toEqual(["data-file-wrong-type"]);
  });

  it("include classes without training rows, at the target", async () => {
    const place = await workspaceWith({ "workspace/models/t.csv": ["a,b", ...rows].join("\n") });
    const text = table({ classes: true, classNames: ["남", "여", "모름"] });
    const { problems } = await openModel(text.replace('"outFeatures":2', '"outFeatures":3'), place);
    expect(problems).toMatchObject([{ code: "class-not-trained", severity: "warning", node: "data" }]);
    expect(problems[0]?.message).toContain("“모름” (no rows)");
  });

  it("include labels that start at 1", async () => {
    const header = (sizes: number[]) =>
      Buffer.concat([
        Buffer.from([0, 0, 8, sizes.length]),
        ...sizes.map((size) => Buffer.from([0, 0, 0, size])),
      ]);
    const place = await workspaceWith({
      "workspace/models/images": Buffer.concat([header([30, 1, 1]), Buffer.alloc(30, 9)]),
      "workspace/models/labels": Buffer.concat([
        header([30]),
        Buffer.from(
          rows
            .concat(rows)
            .slice(0, 30)
            .map((_, i) => 1 + (i % 3)),
        ),
      ]),
    });
    const data = { type: "Dataset", source: "idx", images: "images", labels: "labels", validation: 0 };
    const text = JSON.stringify({ netloom: 1, nodes: { data } });
    const { problems } = await openModel(text, place);
    expect(problems).toMatchObject([{ code: "labels-not-from-zero", severity: "warning" }]);
    expect(problems[0]?.message).toMatch(/from 1 to 3.*4 outputs are needed.*Subtract 1.*need only 3/);
  });

  it("have a position even if they occur only while data are loaded", async () => {
    const place = await workspaceWith({});
    // The pixels are damaged in the middle, which the end of the file does not reveal.
    const pixels = Buffer.concat([
      Buffer.from([0, 0, 8, 3, 0, 0, 0, 20, 0, 0, 0, 50, 0, 0, 0, 50]),
      Buffer.alloc(50_000, 5),
    ]);
    const damaged = gzipSync(pixels, { level: 0 });
    damaged.writeUInt8(damaged.readUInt8(20_000) ^ 1, 20_000);
    await writeFile(join(place.workspace, "models/images"), damaged);
    await writeFile(
      join(place.workspace, "models/labels"),
      Buffer.from([0, 0, 8, 1, 0, 0, 0, 20, ...Array.from({ length: 20 }, (_, i) => i % 2)]),
    );
    const data = { type: "Dataset", source: "idx", images: "images", labels: "labels" };
    const text = JSON.stringify({
      netloom: 1,
      nodes: {
        data,
        flat: { type: "Flatten" },
        out: { type: "Linear", outFeatures: 2 },
        loss: { type: "CrossEntropyLoss" },
      },
      edges: ["data.image -> flat", "flat -> out", "out -> loss.input", "data.label -> loss.target"],
    });
    const { typed, problems } = await openModel(text, place);
    expect(problems).toEqual([]);
    await expect(loadDatasets(typed!, place)).rejects.toMatchObject({
      code: "model-has-problems",
      details: { problems: [{ code: "data-file-wrong-type", node: "data", param: "images" }] },
    });
  });
});
