import { expect, it } from "vitest";
import type { FromSummary, ToSummary } from "../../../webview/messages/summary";
import { readArchitecture } from "../../examples/architectures";
import { mlp } from "../../engine/graph/documents";
import type { PageOptions } from "./openPage";
// Declares `plainHost`.
import type {} from "./plainHost";
import { usePlainPage } from "./usePlainPage";

/** The page with the table of a model's nodes, in a browser; a fake host stands in for VS Code. */
const openSummary = usePlainPage<FromSummary, ToSummary>("summary");

async function open(text: string, options: PageOptions = {}) {
  const opened = await openSummary({ width: 1100, height: 620, ...options });
  const { tab, send, posted } = opened;
  const show = (changed: string) =>
    send({ kind: "document", name: "model.nn.json", text: changed, facts: {}, dataProblems: [] });
  await show(text);
  const grid = tab.getByRole("treegrid", { name: "Nodes" });
  await grid.waitFor();
  const names = () => grid.getByRole("rowheader").allInnerTexts();
  const selects = async () =>
    (await posted()).flatMap((message) => (message.kind === "select" ? [message.nodes] : []));
  const copied = async () =>
    (await posted()).flatMap((message) => (message.kind === "copy" ? [message.text] : [])).at(-1) ?? "";
  return { ...opened, show, grid, names, selects, copied };
}

it("lists all nodes with sums, and follows the document", async () => {
  const { tab, show, grid, names } = await open(mlp);
  await tab.getByRole("heading", { name: "model.nn.json" }).waitFor();
  expect(await names()).toEqual(["digits", "flatten", "hidden", "relu", "logits", "loss"]);
  const cells = (name: string) => grid.getByRole("row", { name }).getByRole("gridcell").allInnerTexts();
  expect((await cells("hidden")).slice(0, 4)).toEqual(["Linear", "784 → 128", "100,480", "100 k"]);
  expect((await cells("Total")).slice(3, 4)).toEqual(["101,770"]);
  await tab.getByText("of memory for training at batch size 64").waitFor();
  await show(mlp.replace('"outFeatures": 128', '"outFeatures": 64'));
  await grid.getByText("784 → 64").waitFor();
  await show(mlp.replace('"outFeatures": 128', '"outFeatures": -1'));
  await tab.getByText("1 problem").waitFor();
  expect((await cells("hidden")).slice(0, 4)).toEqual(["Linear", "784 → –", "–", "–"]);
  await tab.getByRole("button", { name: "Show Problems" }).click();
  await show(`${mlp}}`);
  await tab.getByText("The text cannot be read").waitFor();
  // The last one that could be read stays.
  expect(await names()).toHaveLength(6);
  await show('{ "netloom": 1, "nodes": {}, "edges": [] }');
  await tab.getByText("no nodes yet").waitFor();
});

it("unfolds blocks and repetitions, with the mouse, the keys and all at once", async () => {
  const { tab, grid, names, selects } = await open(await readArchitecture("vgg16"));
  expect(await names()).toHaveLength(8);
  await grid.getByRole("button", { name: "Unfold stage1" }).click();
  expect((await names()).slice(1, 4)).toEqual(["stage1", "convs", "pool"]);
  // The click folds and does not select.
  expect(await selects()).toEqual([]);
  const row = (name: string) => grid.getByRole("row", { name, exact: false }).first();
  expect(await row("stage1").getAttribute("aria-expanded")).toBe("true");
  expect(await row("pool").getAttribute("aria-level")).toBe("2");
  await grid.focus();
  for (const key of ["Home", "ArrowDown", "ArrowDown", "ArrowRight", "ArrowDown"])
    await tab.keyboard.press(key);
  expect(await selects()).toEqual([["images"], ["stage1"], ["stage1/convs"], ["stage1/convs/0"]]);
  expect((await names()).slice(1, 6)).toEqual(["stage1", "convs", "0", "1", "pool"]);
  await tab.keyboard.press("ArrowLeft");
  await tab.keyboard.press("ArrowLeft");
  expect((await selects()).at(-1)).toEqual(["stage1/convs"]);
  expect((await names()).slice(1, 4)).toEqual(["stage1", "convs", "pool"]);
  await tab.getByRole("button", { name: "Unfold All" }).click();
  await tab.getByRole("button", { name: "Fold All" }).click();
  expect(await names()).toHaveLength(8);
});

it("sorts by a column, the other way round, and back", async () => {
  const { grid, names } = await open(mlp);
  const header = grid.getByRole("columnheader", { name: "Parameters" });
  const sort = () => header.getAttribute("aria-sort");
  expect(await sort()).toBe("none");
  await header.getByRole("button").click();
  expect(await sort()).toBe("descending");
  expect((await names()).slice(0, 2)).toEqual(["hidden", "logits"]);
  await header.getByRole("button").click();
  expect(await sort()).toBe("ascending");
  expect((await names()).slice(-2)).toEqual(["logits", "hidden"]);
  await header.getByRole("button").click();
  expect(await sort()).toBe("none");
  expect((await names())[0]).toBe("digits");
  await grid.getByRole("columnheader", { name: "Node" }).getByRole("button").press("Enter");
  expect((await names())[1]).toBe("flatten");
});

it("selects the node of a clicked row, and marks what is selected on the canvas", async () => {
  const { grid, selects, send } = await open(mlp);
  await grid.getByText("hidden", { exact: true }).click();
  expect(await selects()).toEqual([["hidden"]]);
  await send({ kind: "selected", nodes: ["relu"] });
  await grid.locator('[aria-selected="true"]').getByText("relu", { exact: true }).waitFor();
  expect(await grid.locator('[aria-selected="true"]').count()).toBe(1);
});

it("copies what is shown, as Markdown and as LaTeX", async () => {
  const { tab, grid, copied } = await open(await readArchitecture("gpt2"));
  await grid.getByRole("button", { name: "Unfold h", exact: true }).click();
  await tab.getByRole("button", { name: "Copy as Markdown" }).click();
  await tab.getByText("copied").waitFor();
  const markdown = await copied();
  expect(markdown).toMatch(/^\| Node +\| Type +\| Shape +\| +Parameters \|/);
  expect(markdown).toMatch(/^\| lm\\_head .*\| +0 \(shared with wte\) \|/m);
  expect(markdown).toMatch(/^\| \u00a0\u00a011 /m);
  expect(markdown).toContain("**124,439,808**");
  await tab.getByRole("button", { name: "Copy as LaTeX" }).click();
  const latex = await copied();
  expect(latex).toMatch(/\\toprule\n {2}Node & Type & Shape & Parameters /);
  expect(latex).toContain("  \\quad 11 & Block & ");
});

it("renders only the rows in view of a large model", async () => {
  const { tab, grid, names } = await open(await readArchitecture("densenet121"));
  await tab.getByRole("button", { name: "Unfold All" }).click();
  const count = Number(await grid.getAttribute("aria-rowcount")) - 2;
  expect(count).toBeGreaterThan(600);
  expect((await names()).length).toBeLessThan(100);
  await grid.focus();
  await tab.keyboard.press("End");
  await grid.getByRole("row", { name: "loss" }).waitFor();
  const [last, room] = await Promise.all([grid.locator(".current").boundingBox(), grid.boundingBox()]);
  // Not under the sums.
  expect(last!.y + last!.height).toBeLessThanOrEqual(room!.y + room!.height - 24);
});
