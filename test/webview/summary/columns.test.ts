import { describe, expect, it } from "vitest";
import { summaryOf } from "../../../engine/graph/summary/summaryOf";
import { columnsOf, comparing, sharingText, type ColumnKey } from "../../../webview/summary/columns";
import { foldable, linesOf } from "../../../webview/summary/lines";
import { readArchitecture, typedArchitecture } from "../../examples/architectures";
import { documentOf, typedOf } from "../../engine/graph/documents";

const small = summaryOf(
  typedOf(
    documentOf(
      `"x": { "type": "Input", "shape": [3, 16, 16] },
       "conv": { "type": "Conv2d", "outChannels": 8, "kernelSize": 3, "stride": 2, "padding": 1 },
       "up": { "type": "Upsample", "scaleFactor": 2, "repeat": 2 },
       "wrong": { "type": "Linear", "outFeatures": "many" },
       "frozen": { "type": "Linear", "outFeatures": 4, "frozen": true }`,
      ["x -> conv", "conv -> up", "up -> wrong", "conv -> frozen"],
    ),
  ),
);

/** A column's cells, by the names of the rows. */
function cells(key: ColumnKey, batchSize = 10): Record<string, string> {
  const column = columnsOf(small, batchSize).find((each) => each.key === key);
  return Object.fromEntries(small.rows.map((row) => [row.name, column?.text(row) ?? ""]));
}

describe("cells", () => {
  it("show a dash for what is not known or does not exist", () => {
    expect(cells("shape")).toEqual({
      x: "3×16×16",
      conv: "3×16×16 → 8×8×8",
      up: "8×8×8 → 8×32×32",
      frozen: "8×8×8 → 8×8×4",
      wrong: "8×32×32 → –",
    });
    expect(cells("parameters")).toEqual({ x: "0", conv: "224", up: "0", frozen: "0", wrong: "–" });
    expect(cells("frozen")).toEqual({ x: "0", conv: "0", up: "0", frozen: "36", wrong: "–" });
    expect(cells("field")).toEqual({ x: "–", conv: "3×3", up: "3×3", frozen: "3", wrong: "–" });
    expect(cells("jump")).toEqual({ x: "–", conv: "2×2", up: "1/2×1/2", frozen: "2", wrong: "–" });
    expect(cells("type").up).toBe("Upsample ×2");
  });

  it("count the memory of a batch, four bytes a number", () => {
    expect(cells("memory").conv).toBe("20 kB");
    expect(cells("memory", 1).conv).toBe("2 kB");
  });

  it("have no columns of frozen parameters and receptive fields if there are none", async () => {
    const summary = summaryOf(typedArchitecture(await readArchitecture("gpt2")));
    const columns = columnsOf(summary, 8);
    expect(columns.map(({ key }) => key)).toEqual([
      ...["name", "type", "shape", "parameters", "multiplyAdds", "memory"],
    ]);
    const head = summary.rows.find(({ name }) => name === "lm_head")!;
    expect(sharingText(head)).toBe("shared with wte");
    const total = columns.find(({ key }) => key === "parameters")?.total;
    expect(total?.(summary.totals, true)).toBe("124,439,808");
    expect(total?.(summary.totals, false)).toBe("≥ 124,439,808");
  });
});

describe("lines", () => {
  it("have what is unfolded below its row, sorted among its own", async () => {
    const summary = summaryOf(typedArchitecture(await readArchitecture("vgg16")));
    const columns = columnsOf(summary, 1);
    const names = (open: readonly string[], compare?: ReturnType<typeof comparing>) =>
      linesOf(summary.rows, new Set(open), compare).map(({ row, depth }) => `${depth} ${row.path}`);
    expect(names([])).toHaveLength(8);
    expect(names(["stage1", "stage1/convs"]).slice(0, 6)).toEqual([
      "0 images",
      "0 stage1",
      "1 stage1/convs",
      "2 stage1/convs/0",
      "2 stage1/convs/1",
      "1 stage1/pool",
    ]);
    const most = comparing(columns, { column: "parameters", direction: "descending" });
    expect(names(["classifier"], most).slice(0, 4)).toEqual([
      "0 classifier",
      "1 classifier/fc1",
      "1 classifier/fc2",
      "1 classifier/fc3",
    ]);
    // What is not known comes last either way.
    const fields = (direction: "ascending" | "descending") =>
      names([], comparing(columns, { column: "field", direction }));
    expect(fields("ascending").slice(0, 2)).toEqual(["0 stage1", "0 stage2"]);
    expect(fields("descending").slice(0, 2)).toEqual(["0 stage5", "0 stage4"]);
    expect(fields("descending").slice(5)).toEqual(["0 images", "0 classifier", "0 loss"]);
    expect(names(foldable(summary.rows)).length).toBeGreaterThan(13 * 3);
  });
});
