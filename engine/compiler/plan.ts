import type { Value } from "../ops/operation";
import { sizeOf } from "../tensor/tensor";

/** One launch or several, as the planner sees them: which values they read and make, and memory for the time between. */
export interface Step {
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  /** Sizes in elements of memory that only this step uses. */
  readonly scratch: readonly number[];
}

/** Which buffer holds what. */
export interface MemoryPlan {
  /** Sizes in elements. */
  readonly buffers: readonly number[];
  /** By value id: an index of `buffers`. */
  readonly places: ReadonlyMap<number, number>;
  /** For each step: the buffers of its scratch memory. */
  readonly scratch: readonly (readonly number[])[];
}

/**
 * Gives every value made by the steps a buffer, and a buffer to several values whose lives do not overlap. Whole
 * buffers are reused, not parts of one arena, because WebGPU does not let a dispatch read one part of a buffer and
 * write another. `placed` are values that have memory already, `kept` those that outlive the steps.
 */
export function plan(
  steps: readonly Step[],
  placed: ReadonlySet<number>,
  kept: ReadonlySet<number>,
): MemoryPlan {
  const lastUse = new Map<number, number>();
  steps.forEach(({ inputs, outputs }, index) => {
    for (const { id } of [...inputs, ...outputs]) lastUse.set(id, index);
  });
  const buffers: number[] = [];
  const places = new Map<number, number>();
  const free = new Set<number>();
  const take = (size: number): number => {
    const buffer = bestFit(free, buffers, size) ?? buffers.push(0) - 1;
    free.delete(buffer);
    buffers[buffer] = Math.max(buffers[buffer] ?? 0, size);
    return buffer;
  };
  const scratch = steps.map((step, index) => {
    for (const { id, type } of step.outputs) if (!placed.has(id)) places.set(id, take(sizeOf(type.shape)));
    const between = step.scratch.map(take);
    for (const buffer of between) free.add(buffer);
    for (const { id } of [...step.inputs, ...step.outputs]) {
      const buffer = places.get(id);
      if (buffer !== undefined && lastUse.get(id) === index && !kept.has(id)) free.add(buffer);
    }
    return between;
  });
  return { buffers, places, scratch };
}

/** The smallest free buffer that is large enough; else the largest, which then grows. */
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
