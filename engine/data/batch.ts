import type { HostArrays } from "../tensor/hostArrays";

/** A batch whose samples have been read. */
export interface Batch {
  /** 0 for a full batch, 1 for the smaller one at the end of a pass. */
  readonly part: 0 | 1;
  readonly size: number;
  /** The samples and scalars fed to a step, by feed name. */
  readonly feeds: HostArrays;
}
