import type { Random } from "../engine/randomGraphs/Random";

/** A part of the product that processes untrusted input, tested with inputs generated from seeds. */
export interface FuzzTarget {
  readonly name: string;
  /**
   * Generates one input from the seed's random numbers and passes it to the product. Throws if the product misbehaves: an
   * internal error, an error without a place, a wrong result. The parent process detects hangs, crashes and excessive
   * memory use.
   *
   * @param folder An empty folder for the case's files, which is not deleted if the case fails.
   */
  readonly attempt: (random: Random, folder: string) => void | Promise<void>;
}
