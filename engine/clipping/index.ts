import type { Clipping } from "./clipping";
import { nodeNorm } from "./nodeNorm";
import { norm } from "./norm";
import { value } from "./value";

/** Every clipping method by name. */
export const clippings: ReadonlyMap<string, Clipping> = new Map(
  [norm, value, nodeNorm].map((clipping) => [clipping.type, clipping]),
);
