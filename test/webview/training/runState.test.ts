import { describe, expect, it } from "vitest";
import { isLive } from "../../../engine/run/lifecycle";
import { noRun } from "../../../webview/training/runState";
import { ended, epoch, start, stateAfter, steps } from "./events";

describe("the run's state", () => {
  it("follows a run from its start to its end", () => {
    const preparing = stateAfter(start);
    expect([preparing.status, isLive(preparing)]).toEqual(["preparing", true]);
    const running = stateAfter(start, steps(1, [2, 1]));
    expect([running.status, running.step, running.learningRate]).toEqual(["running", 2, 0.1]);
    const done = stateAfter(start, steps(1, [2, 1]), { ...ended, status: "completed" });
    expect([done.status, isLive(done)]).toEqual(["completed", false]);
    expect(isLive(noRun(0))).toBe(false);
  });

  it("stays paused while the last queued steps still arrive", () => {
    const state = stateAfter(
      start,
      steps(1, [2]),
      { event: "status", run: "", status: "paused" },
      steps(2, [1]),
    );
    expect(state.status).toBe("paused");
  });

  it("knows which process trains a watched run until it ends", () => {
    const owner = { pid: 7 };
    const watched = [start, { event: "status", run: "", status: "running", owner }, steps(1, [2])] as const;
    expect(stateAfter(...watched).owner).toEqual(owner);
    expect(stateAfter(...watched, { ...start, resumedAt: 1 }).owner).toEqual(owner);
    expect(stateAfter(...watched, { ...ended, status: "stopped" }).owner).toBeUndefined();
  });

  it("keeps the best validation value of the first metric", () => {
    const state = stateAfter(start, epoch(1, 1, 1, 0.7), epoch(2, 1, 1, 0.9), epoch(3, 1, 1, 0.8));
    expect(state.best).toEqual({ metric: "accuracy", value: 0.9, epoch: 2, step: 200 });
  });

  it("prefers lower values if the metric is an error or the loss", () => {
    const state = stateAfter({ ...start, metrics: [] }, epoch(1, 1, 0.5), epoch(2, 1, 0.3), epoch(3, 1, 0.4));
    expect(state.best).toMatchObject({ metric: "loss", value: 0.3, epoch: 2 });
  });

  it("drops checkpoints and the best epoch after the step that a run is resumed from", () => {
    const at = (step: number, kind: "best" | "last") =>
      ({ event: "checkpoint", run: "", step, kind, file: "" }) as const;
    const events = [start, epoch(1, 1, 1, 0.7), at(100, "best"), epoch(2, 1, 1, 0.9), at(200, "last")];
    const back = stateAfter(...events, { ...start, resumedAt: 150 });
    expect([back.step, back.best, back.checkpoints]).toEqual([150, undefined, [at(100, "best")]]);
    const same = stateAfter(...events, { ...start, resumedAt: 200 });
    expect([same.best?.step, same.checkpoints.length]).toEqual([200, 2]);
  });

  it("shows the best and the last checkpoint, not those by step", () => {
    const event = { event: "checkpoint", run: "", step: 5, kind: "step", file: "" } as const;
    expect(stateAfter(start, event).checkpoints).toEqual([]);
  });

  it("keeps the last checkpoint of each kind", () => {
    const at = (step: number, kind: "best" | "last") =>
      ({ event: "checkpoint", run: "", step, kind, file: "" }) as const;
    const state = stateAfter(start, at(100, "best"), at(100, "last"), at(200, "last"));
    expect(state.checkpoints.map(({ kind, step }) => [kind, step])).toEqual([
      ["best", 100],
      ["last", 200],
    ]);
  });
});
