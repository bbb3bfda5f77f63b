import { expect, it } from "vitest";
import { moons } from "../models";
import { stepsOf, train, useFolder } from "../training";

useFolder();

it("calls callbacks after those they depend on", async () => {
  const { events } = await train({ text: moons(), probeEvery: 40 });
  const names = events.map((event) => (event.event === "checkpoint" ? event.kind : event.event));
  const first = names.indexOf("epoch");
  // A checkpoint at the start, statistics of the first step, then the epoch's steps, the epoch, and its checkpoint.
  expect(names.slice(0, 3)).toEqual(["start", "last", "gradients"]);
  expect(stepsOf(events.slice(0, first))).toEqual(Array.from({ length: 10 }, (_, i) => i + 1));
  expect(names[first + 1]).toBe("best");
  expect(names.at(-1)).toBe("end");
});
