import type { DeviceTraits } from "./operation";

/** Invocations in a workgroup of the kernels that make one element (or a few) each. */
export const threads = 64;

/**
 * Workgroups for `elements` results, and the constant `STRIDE` of kernels that begin with
 * `for (var i = id.x; i < SIZE; i += STRIDE)`. On a GPU that is one turn for each invocation, as far as the device
 * takes so many workgroups; on a software adapter, where starting a workgroup costs much, it is `turns`.
 */
export function launch(elements: number, { software, maxWorkgroups }: DeviceTraits, turns = 1) {
  const groups = Math.min(maxWorkgroups, Math.ceil(elements / (threads * (software ? turns : 1))));
  return { workgroups: [groups, 1, 1] as const, constants: { STRIDE: groups * threads } };
}
