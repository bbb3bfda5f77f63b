import { describe, expect, it } from "vitest";
import { parse } from "../../../engine/document/parse";
import { objectivesOf } from "../../../engine/graph/objectives";
import { Timetable } from "../../../engine/training/Timetable";

function timetable(training: object, batches: number): Timetable {
  const { graph } = parse(JSON.stringify({ netloom: 1, training }));
  return new Timetable(objectivesOf(graph!.training), graph!.training.accumulate, batches);
}

/** The batches of each step, by objective. */
function batchesOf(times: Timetable, steps: number) {
  return Array.from({ length: steps }, (_, step) =>
    times
      .stageOf(step)
      .runs.map(({ objective }, run) => `${objective}:${times.batchOf(step, run)}`)
      .join(" "),
  );
}

describe("a timetable", () => {
  it("gives the implicit objective one batch a step, numbered as the steps are", () => {
    const times = timetable({}, 3);
    expect(batchesOf(times, 7)).toEqual(["0:0", "0:1", "0:2", "0:3", "0:4", "0:5", "0:6"]);
    const [run] = times.stageOf(0).runs;
    for (let step = 0; step < 7; step++) {
      expect(times.updateOf(step, run!)).toBe(step + 1);
      expect(times.endsEpoch(step + 1)).toBe(step % 3 === 2);
    }
    expect([times.takesLastBatch(0, true), times.takesLastBatch(0, false)]).toEqual([true, false]);
  });

  it("runs the objectives of a step in order on batch after batch, and skips what is left over", () => {
    const times = timetable(
      { objectives: { critic: { losses: ["a"], steps: 3 }, other: { losses: ["b"] } } },
      10,
    );
    expect(times.stageOf(0).stepsPerEpoch).toBe(2);
    expect(batchesOf(times, 3)).toEqual(["0:0 0:1 0:2 1:3", "0:4 0:5 0:6 1:7", "0:10 0:11 0:12 1:13"]);
    const updates = [0, 1, 2].flatMap((step) =>
      times.stageOf(step).runs.map((run) => times.updateOf(step, run)),
    );
    expect(updates).toEqual([1, 2, 3, 1, 4, 5, 6, 2, 7, 8, 9, 3]);
    expect([0, 1].map((objective) => times.takesLastBatch(objective, true))).toEqual([false, false]);
  });

  it("gives the smaller last batch to the run that meets it", () => {
    const times = timetable({ objectives: { a: { losses: ["a"] }, b: { losses: ["b"] } } }, 4);
    expect([0, 1].map((objective) => times.takesLastBatch(objective, true))).toEqual([false, true]);
    const added = timetable({ accumulate: 4 }, 8);
    expect([added.takesLastBatch(0, true), added.takesLastBatch(0, false)]).toEqual([true, false]);
  });

  it("takes several passes for a step that needs more batches than one pass has", () => {
    const times = timetable({ accumulate: 5 }, 2);
    expect(times.stageOf(0)).toMatchObject({ stepsPerEpoch: 1, passesPerEpoch: 3 });
    expect(batchesOf(times, 2)).toEqual(["0:0 0:1 0:2 0:3 0:4", "0:6 0:7 0:8 0:9 0:10"]);
    expect([times.takesLastBatch(0, true), times.takesLastBatch(0, false)]).toEqual([false, true]);
  });

  it("counts steps, updates and epochs through windows with different numbers of runs", () => {
    const times = timetable(
      {
        objectives: {
          first: { losses: ["a"], epochs: [1, 2] },
          second: { losses: ["b"], steps: 2, epochs: [2, 4] },
        },
      },
      6,
    );
    // 6 steps of the first alone, 2 of both, 3 and 3 of the second alone; then the last stage goes on.
    expect([1, 2, 3, 4, 5].map((epochs) => times.stepsIn(epochs))).toEqual([6, 8, 11, 14, 17]);
    const ends = Array.from({ length: 17 }, (_, step) => times.endsEpoch(step + 1));
    expect(ends.flatMap((isEnd, step) => (isEnd ? [step + 1] : []))).toEqual([6, 8, 11, 14, 17]);
    expect([0, 5, 6, 7, 8, 16].map((step) => times.epochsBefore(step))).toEqual([0, 0, 1, 1, 2, 4]);
    expect(batchesOf(times, 12).slice(5)).toEqual([
      "0:5",
      "0:6 1:7 1:8",
      "0:9 1:10 1:11",
      "1:12 1:13",
      "1:14 1:15",
      "1:16 1:17",
      "1:18 1:19",
    ]);
    expect([times.startOf(0), times.startOf(1)]).toEqual([0, 6]);
    expect(times.updateOf(8, times.stageOf(8).runs[1]!)).toBe(6);
    expect([6, 8, 11].map((done) => [times.ran(0, done), times.ran(1, done)])).toEqual([
      [true, false],
      [true, true],
      [false, true],
    ]);
  });
});
