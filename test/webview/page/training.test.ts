import { expect, it } from "vitest";
import type { RunEntry } from "../../../webview/messages/run";
import { start, steps } from "../training/events";
import type { PageOptions } from "./openPage";
import { useTrainingView } from "./useTrainingView";

/** The Training view in a browser with real key presses; a fake host stands in for VS Code. */
const openView = useTrainingView();

const entry = (id: string, name: string, more: Partial<RunEntry> = {}): RunEntry => ({
  id,
  name,
  status: "running",
  elsewhere: false,
  started: new Date(2026, 0, 1, 10, Number(id)).getTime(),
  ...more,
});
const runs = [entry("2", "mnist", { status: "completed" }), entry("1", "moons")];

async function open(options: PageOptions = {}) {
  const { tab, send, posted } = await openView({ width: 1000, height: 300, ...options });
  const show = (run: string, loss: readonly number[]) =>
    send({ kind: "run", run, name: "mnist", events: [start, steps(1, loss)], more: false });
  const select = tab.getByRole("combobox", { name: "Run", exact: true });
  return { tab, send, show, posted, select };
}

it("selects a run by keyboard if there are several", async () => {
  const { send, show, posted, select } = await open();
  await show("2", [2, 1]);
  await send({ kind: "runs", runs: runs.slice(0, 1) });
  await send({ kind: "runs", runs });
  await select.waitFor();
  expect(await select.inputValue()).toBe("2");
  const lines = await select.locator("option").allInnerTexts();
  expect(lines[0]).toMatch(/^mnist · trained · .*10:02/);
  expect(lines[1]).toMatch(/^moons · training · .*10:01/);
  await select.focus();
  await select.press("ArrowDown");
  expect((await posted()).at(-1)).toEqual({ kind: "select", run: "1" });
  // The page shows the run once the host has sent it.
  await show("1", [3, 2]);
  await expect.poll(() => select.inputValue()).toBe("1");
});

it("has no list if there is only one run", async () => {
  const { tab, send, show, select } = await open();
  await show("2", [2, 1]);
  await send({ kind: "runs", runs: runs.slice(0, 1) });
  await tab.getByText("2 of 1,000").waitFor();
  expect(await select.count()).toBe(0);
});

it("sends the run's id with each command, and can start another run while one trains", async () => {
  const { tab, send, show, posted } = await open();
  await show("1", [2, 1]);
  await send({ kind: "runs", runs });
  await tab.getByRole("button", { name: "Pause" }).click();
  await tab.getByRole("button", { name: "Stop" }).click();
  await tab.getByRole("button", { name: "Train Again" }).click();
  expect((await posted()).slice(-3)).toEqual(
    ["pause", "stop", "train"].map((command) => ({ kind: "command", command, run: "1" })),
  );
});

it("ignores events of a run that was shown before", async () => {
  const { tab, send, show } = await open();
  await show("1", [2, 1]);
  await show("2", [4, 3]);
  await send(
    { kind: "events", run: "1", events: [steps(3, [0.5], { epoch: 9 })] },
    { kind: "events", run: "2", events: [steps(3, [2.5])] },
  );
  await tab.getByText("3 of 1,000").waitFor();
  await send({ kind: "events", run: "1", events: [steps(500, [0.5])] });
  await send({ kind: "events", run: "2", events: [steps(4, [2])] });
  await tab.getByText("4 of 1,000").waitFor();
});

it("never shows the headline of one run with the charts of another", async () => {
  const { tab, show } = await open();
  const falling = (from: number, count: number) => Array.from({ length: count }, (_, i) => from * 0.99 ** i);
  await show("1", falling(9, 300));
  const headline = tab.locator(".headline");
  await tab.getByText("300 of 1,000").waitFor();
  await headline.getByText("Loss fell from 9").waitFor();
  await tab.evaluate(() => {
    const seen: string[] = ((globalThis as { seen?: string[] }).seen = []);
    new MutationObserver(() => {
      const [facts, text] = [".facts", ".headline"].map((of) => document.querySelector(of)?.textContent);
      if (facts?.includes("400 of 1,000")) seen.push(text ?? "");
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
  await show("2", falling(5, 400));
  await headline.getByText("Loss fell from 5").waitFor();
  const seen = await tab.evaluate(() => (globalThis as { seen?: string[] }).seen ?? []);
  expect(seen.length).toBeGreaterThan(0);
  for (const text of seen) expect(text).toMatch(/^Loss fell from 5/);
});

it("is translated into Korean", async () => {
  const { send, show, tab } = await open({ language: "l10n/bundle.l10n.ko.json" });
  await show("2", [2, 1]);
  await send({ kind: "runs", runs });
  const select = tab.getByRole("combobox", { name: "실행", exact: true });
  await select.waitFor();
  const lines = await select.locator("option").allInnerTexts();
  expect(lines.map((line) => line.split(" · ")[1])).toEqual(["학습 완료", "학습 중"]);
});
