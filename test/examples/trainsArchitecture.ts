import { mkdtemp, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { weightsOf } from "../../engine/compiler/weights";
import { decodeSafetensors } from "../../engine/interop/safetensors";
import type { RunEvent } from "../../engine/run/events";
import { initialTensors } from "../../engine/training/gradientPass";
import { Trainer } from "../../engine/training/Trainer";
import { runsRoot } from "../runsRoot";
import { readArchitecture, typedArchitecture } from "./architectures";

const steps = 2;

/**
 * Takes a few steps on the CPU, at the architecture's own sizes, that reach every weight: it has moved, or at least the
 * optimizer has a moment of it, since float32 does not show every small step.
 */
export function trainsArchitecture(name: string, batchSize: number, timeout: number): void {
  it(`${name} takes steps that reach every weight`, { timeout }, async () => {
    const workspace = await mkdtemp(join(runsRoot(), "netloom-architecture-"));
    try {
      const document = JSON.parse(await readArchitecture(name)) as { training: { batchSize: number } };
      document.training.batchSize = batchSize;
      const text = JSON.stringify(document);
      const events: RunEvent[] = [];
      const trainer = await Trainer.open(
        {
          text,
          file: join(workspace, `${name}.nn.json`),
          workspace,
          runs: join(workspace, "runs"),
          device: "cpu",
          probeEvery: 0,
          steps,
        },
        (event) => events.push(event),
      );
      expect(await trainer.train()).toMatchObject({ status: "completed" });
      const losses = events.flatMap((event) => (event.event === "steps" ? event.loss : []));
      expect(losses).toHaveLength(steps);
      expect(losses.every(Number.isFinite)).toBe(true);
      const typed = typedArchitecture(text);
      const start = initialTensors(typed, 1);
      const { tensors } = decodeSafetensors(
        await readFile(join(trainer.run, "checkpoints/last.safetensors")),
      );
      const trained = weightsOf(typed).filter(({ follows }) => follows === undefined);
      const moments = [...tensors].filter(([, { data }]) => data.some((value) => value !== 0));
      const unreached = trained.filter(({ name, shape }) => {
        const [before, after] = [start.get(name), tensors.get(name)];
        expect(after?.shape, name).toEqual(shape);
        const hasMoved = before?.data.some((value, index) => value !== after?.data[index]);
        return !hasMoved && !moments.some(([path]) => path.startsWith(`${name}/`));
      });
      expect(unreached.map(({ name }) => name)).toEqual([]);
    } finally {
      await rm(workspace, { recursive: true, force: true });
    }
  });
}
