import { expect, it } from "vitest";
import { moons } from "../models";
import { stepsOf, train, useFolder } from "../training";

useFolder();

it("calls them in the order in which each finds what it needs", async () => {
  const { events } = await train({ text: moons(), probeEvery: 40 });
  const names = events.map((event) => (event.event === "checkpoint" ? event.kind : event.event));
  const first = names.indexOf("epoch");
  // Saved at its start; statistics of the step that comes; the epoch's steps, the epoch, and its checkpoint.
  expect(names.slice(0, 3)).toEqual(["start", "last", "gradients"]);
  expect(stepsOf(events.slice(0, first))).toEqual(Array.from({ length: 10 }, (_, i) => i + 1));
  expect(names[first + 1]).toBe("best");
  expect(names.at(-1)).toBe("end");
});
