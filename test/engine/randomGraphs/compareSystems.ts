import { describe, expect, it } from "vitest";
import type { DeviceChoice } from "../../../engine/run/device";
import type { RunEvent } from "../../../engine/run/events";
import { lastCheckpoint, train, useFolder } from "../training/training";
import { drawSystem } from "./drawSystem";
import { Random } from "./Random";

/** What float32 may differ by after a run of at most 18 steps, on the scale of a figure's or a tensor's largest number. */
const tolerance = 1e-4;

/** Trains random systems to their end, and compares every figure and every saved tensor with the reference runtime's. */
export function trainsRandomSystems(device: DeviceChoice, seeds: readonly number[]): void {
  describe(`random systems on ${device}`, () => {
    useFolder();

    it.each(seeds)("train as on the reference runtime (seed %i)", { timeout: 120_000 }, async (seed) => {
      const text = JSON.stringify(drawSystem(new Random(seed)), null, 2);
      const exact = await trained(text, "reference");
      const found = await trained(text, device);
      for (const part of ["figures", "tensors"] as const) {
        expect([...found[part].keys()], text).toEqual([...exact[part].keys()]);
        for (const [name, values] of exact[part])
          expect(relative(found[part].get(name)!, values), `${name} of ${text}`).toBeLessThan(tolerance);
      }
    });
  });
}

async function trained(text: string, device: DeviceChoice) {
  const { events, end } = await train({ text, device });
  expect(end.status, `${end.error?.message ?? ""}\n${text}`).toBe("completed");
  const saved = await lastCheckpoint(end.run);
  return {
    figures: figuresOf(events),
    tensors: new Map([...saved].map(([name, { data }]) => [name, Array.from(data, Number)])),
  };
}

/** By name, the losses and metrics of all steps and epochs that are numbers. */
function figuresOf(events: readonly RunEvent[]): Map<string, number[]> {
  const figures = new Map<string, number[]>();
  const add = (name: string, values: readonly unknown[]) => {
    const known = figures.get(name) ?? [];
    figures.set(name, [
      ...known,
      ...values.filter((value) => typeof value === "number" && !Number.isNaN(value)).map(Number),
    ]);
  };
  for (const event of events) {
    if (event.event === "steps") {
      add("loss", event.loss);
      for (const [name, values] of Object.entries(event.metrics)) add(name, values);
    }
    if (event.event === "epoch")
      for (const [of, record] of Object.entries({ train: event.train, validation: event.validation ?? {} }))
        for (const [name, value] of Object.entries(record)) add(`${of} ${name}`, [value]);
  }
  return figures;
}

/** The largest difference, relative to the largest number; infinite if there are more or fewer numbers. */
function relative(found: readonly number[], exact: readonly number[]): number {
  if (found.length !== exact.length) return Infinity;
  const scale = exact.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-3);
  return exact.reduce((most, value, i) => Math.max(most, Math.abs(value - (found[i] ?? NaN)) / scale), 0);
}
