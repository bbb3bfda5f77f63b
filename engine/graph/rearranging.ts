import type { Layer } from "../layers/layer";
import { Identity } from "../layers/core/Identity";
import { Flatten } from "../layers/structure/Flatten";
import { Permute } from "../layers/structure/Permute";
import { Reshape } from "../layers/structure/Reshape";
import { Squeeze } from "../layers/structure/Squeeze";
import { Transpose } from "../layers/structure/Transpose";
import { Unflatten } from "../layers/structure/Unflatten";
import { Unsqueeze } from "../layers/structure/Unsqueeze";

/** Layers that output all of their input values unchanged, possibly in other axes. */
export const rearranging: ReadonlySet<Layer> = new Set([
  Flatten,
  Identity,
  Permute,
  Reshape,
  Squeeze,
  Transpose,
  Unflatten,
  Unsqueeze,
]);
