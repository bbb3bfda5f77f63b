import { beforeEach, expect, it } from "vitest";
import { receive, useRun, useRuns, useView } from "../../../webview/training/stores";
import { start, steps } from "./events";

const show = (run: string, name = "mnist") =>
  receive({ kind: "run", run, name, events: [start, steps(1, [2, 1])], more: false });
const losses = () => [...(useRun.getState().series.curve("loss")?.raw.view() ?? [])];

beforeEach(() => show("1"));

it("ignores events of a run that is no longer shown", () => {
  receive({ kind: "events", run: "1", events: [steps(3, [0.5])] });
  expect(losses()).toEqual([2, 1, 0.5]);
  show("2");
  receive({ kind: "events", run: "1", events: [steps(4, [0.25])] });
  expect(losses()).toEqual([2, 1]);
  receive({ kind: "events", run: "2", events: [steps(3, [7])] });
  expect(losses()).toEqual([2, 1, 7]);
});

it("resets the zoom for another run of the same model, but not for the same run", () => {
  useView.setState({ zoom: [1, 2] });
  show("1");
  expect(useView.getState().zoom).toEqual([1, 2]);
  show("2");
  expect(useView.getState().zoom).toBeUndefined();
});

it("stores the list of runs", () => {
  const runs = [{ id: "1", name: "mnist", status: "running", elsewhere: false, started: 0 }] as const;
  receive({ kind: "runs", runs });
  expect(useRuns.getState().runs).toEqual(runs);
  expect(losses()).toEqual([2, 1]);
});
