import type { Random } from "../engine/randomGraphs/Random";

/** A part of the product that takes what anybody may have written, tried with inputs drawn from seeds. */
export interface FuzzTarget {
  readonly name: string;
  /**
   * Draws one input from the seed's random numbers and gives it to the product. Throws where the product does what it
   * must never do: an internal error, an error without a place, a wrong result. Hangs, crashes and memory are watched
   * from outside.
   *
   * @param folder An empty folder for the case's files; kept where the case fails.
   */
  readonly attempt: (random: Random, folder: string) => void | Promise<void>;
}
