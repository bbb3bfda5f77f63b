import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Random } from "../engine/randomGraphs/Random";
import { targets } from "./targets";

/** An order to the worker: the next seed of each target, and the folder for the cases' files. */
export interface FuzzOrder {
  readonly seeds: Readonly<Record<string, number>>;
  readonly folder: string;
  /** Tries only that seed of each target. */
  readonly once?: boolean;
}

/** A report from the worker: a case starts, has failed, or all are done. The parent detects everything else. */
export type FuzzReport =
  | { readonly kind: "start"; readonly target: string; readonly seed: number }
  | { readonly kind: "failed"; readonly target: string; readonly seed: number; readonly error: string }
  | { readonly kind: "done" };

const report = (message: FuzzReport) =>
  new Promise<void>((resolve) => {
    process.send?.(message, undefined, undefined, () => {
      resolve();
    });
  });

process.once("message", (order: FuzzOrder) => {
  void work(order);
});
process.once("disconnect", () => process.exit(0));

/** Tries one case after another, always of the target with the least time so far. */
async function work({ seeds, folder, once = false }: FuzzOrder): Promise<void> {
  const open = targets
    .filter(({ name }) => name in seeds)
    .map((target) => ({ target, seed: seeds[target.name] ?? 0, time: 0 }));
  for (let next = open[0]; next;) {
    const { target, seed } = next;
    const files = join(folder, `${target.name}-${String(seed)}`);
    mkdirSync(files, { recursive: true });
    const start = performance.now();
    // Awaited, so that a crash is attributed to this case.
    await report({ kind: "start", target: target.name, seed });
    try {
      await target.attempt(new Random(seed), files);
      if (!once || readdirSync(files).length === 0) rmSync(files, { recursive: true, force: true });
    } catch (error) {
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      await report({ kind: "failed", target: target.name, seed, error: text });
    }
    next.time += performance.now() - start;
    next.seed++;
    if (once) open.splice(open.indexOf(next), 1);
    next = open.reduce<(typeof open)[number] | undefined>(
      (least, entry) => (least && least.time <= entry.time ? least : entry),
      undefined,
    );
  }
  await report({ kind: "done" });
  process.exit(0);
}
