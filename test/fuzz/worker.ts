import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Random } from "../engine/randomGraphs/Random";
import { targets } from "./targets";

/** What the worker is asked for: the seed that each target is at, and the folder for the files of cases. */
export interface FuzzOrder {
  readonly seeds: Readonly<Record<string, number>>;
  readonly folder: string;
  /** Tries each target's seed and ends. */
  readonly once?: boolean;
}

/** What the worker reports: a case begins, or has failed; everything else is seen from outside. */
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

/** Tries case after case; the target that has had the least time is next. */
async function work({ seeds, folder, once = false }: FuzzOrder): Promise<void> {
  const open = targets
    .filter(({ name }) => name in seeds)
    .map((target) => ({ target, seed: seeds[target.name] ?? 0, time: 0 }));
  for (let next = open[0]; next;) {
    const { target, seed } = next;
    const files = join(folder, `${target.name}-${String(seed)}`);
    mkdirSync(files, { recursive: true });
    const start = performance.now();
    // Awaited, so that a crash in the case is of this case.
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
