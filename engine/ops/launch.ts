import type { DeviceTraits } from "./operation";

/** Invocations per workgroup, for kernels whose invocations compute one element or a few each. */
export const threads = 64;

/**
 * Workgroups for `elements` results, and the constant `STRIDE` of kernels that begin with
 * `for (var i = id.x; i < SIZE; i += STRIDE)`. On a GPU, each invocation runs one iteration, unless that takes more
 * workgroups than the device allows; on a software adapter, where workgroups are expensive to start, `iterations`.
 */
export function launch(elements: number, { software, maxWorkgroups }: DeviceTraits, iterations = 1) {
  const groups = Math.min(maxWorkgroups, Math.ceil(elements / (threads * (software ? iterations : 1))));
  return { workgroups: [groups, 1, 1] as const, constants: { STRIDE: groups * threads } };
}
