import type { Value } from "../ops/operation";
import { sizeOf } from "../tensor/tensor";

/** One or more launches, as the planner sees them: the values they read and write, and their scratch memory. */
export interface Step {
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  /** Sizes in elements of memory that only this step uses. */
  readonly scratch: readonly number[];
}

/** Which buffer holds which value. */
export interface MemoryPlan {
  /** Sizes in elements. */
  readonly buffers: readonly number[];
  /** By value id: an index in `buffers`. */
  readonly placement: ReadonlyMap<number, number>;
  /** For each step, the buffers of its scratch memory. */
  readonly scratch: readonly (readonly number[])[];
}

/**
 * Assigns a buffer to every value that the steps compute. Values whose lifetimes do not overlap share one. Whole buffers
 * are reused, not parts of one arena, because WebGPU does not let a dispatch read one part of a buffer and write
 * another. `placed` are the values that already have memory, `results` those that outlive the steps.
 */
export function plan(
  steps: readonly Step[],
  placed: ReadonlySet<number>,
  results: ReadonlySet<number>,
): MemoryPlan {
  const lastUse = new Map<number, number>();
  steps.forEach(({ inputs, outputs }, index) => {
    for (const { id } of [...inputs, ...outputs]) lastUse.set(id, index);
  });
  const buffers: number[] = [];
  const placement = new Map<number, number>();
  const free = new Set<number>();
  const allocate = (size: number): number => {
    const buffer = bestFit(free, buffers, size) ?? buffers.push(0) - 1;
    free.delete(buffer);
    buffers[buffer] = Math.max(buffers[buffer] ?? 0, size);
    return buffer;
  };
  const scratch = steps.map((step, index) => {
    for (const { id, type } of step.outputs)
      if (!placed.has(id)) placement.set(id, allocate(sizeOf(type.shape)));
    const allocated = step.scratch.map(allocate);
    for (const buffer of allocated) free.add(buffer);
    for (const { id } of [...step.inputs, ...step.outputs]) {
      const buffer = placement.get(id);
      if (buffer !== undefined && lastUse.get(id) === index && !results.has(id)) free.add(buffer);
    }
    return allocated;
  });
  return { buffers, placement, scratch };
}

/** The smallest free buffer that is large enough, otherwise the largest, which then grows. */
function bestFit(free: ReadonlySet<number>, buffers: readonly number[], size: number): number | undefined {
  let best: number | undefined;
  for (const buffer of free) {
    const [candidate, current] = [
      buffers[buffer] ?? 0,
      best === undefined ? undefined : (buffers[best] ?? 0),
    ];
    const better =
      current === undefined ||
      (candidate >= size ? current < size || candidate < current : current < size && candidate > current);
    if (better) best = buffer;
  }
  return best;
}
