import type { DeviceTraits } from "./operation";

/** Invocations in a workgroup of the kernels that make one element (or a few) each. */
export const threads = 64;

/**
 * Workgroups for one invocation an element, and the constant `ROW` that such kernels take: where one axis of
 * workgroups is not enough they go on in a second, of which `ROW` invocations are one step.
 */
export function launch(elements: number, { maxWorkgroups }: DeviceTraits) {
  const groups = Math.ceil(elements / threads);
  const x = Math.min(groups, maxWorkgroups);
  return {
    workgroups: [x, Math.ceil(groups / Math.max(1, x)), 1] as const,
    constants: { ROW: x * threads },
  };
}
