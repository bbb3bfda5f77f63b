import { expect, it, vi } from "vitest";
import { moons } from "./models";
import { train } from "./training";

const free = vi.hoisted(() => ({ bytes: 2 ** 40 }));
vi.mock("../../../engine/runtime/availableMemory", () => ({ availableMemory: () => free.bytes }));

it("trains on without statistics that there is no memory for, and says so once", async () => {
  const { events, end } = await train({ text: moons({ epochs: 100_000 }) }, (event, trainer) => {
    if (event.event === "steps" && event.first === 1) {
      free.bytes = 0;
      trainer.watch(1);
    }
    // Asked for again, and refused again.
    if (event.event === "epoch" && event.epoch === 100) trainer.watch(1);
    if (event.event === "epoch" && event.epoch === 200) trainer.stop();
  });
  expect(end.status).toBe("stopped");
  expect(events.filter(({ event }) => event === "gradients")).toEqual([]);
  const warnings = events.filter((event) => event.event === "warning");
  expect(warnings).toMatchObject([{ code: "no-room-for-statistics" }]);
});
