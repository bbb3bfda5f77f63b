import type { Layer } from "../layer";
import { Conv1d } from "./Conv1d";
import { Conv2d } from "./Conv2d";
import { Conv3d } from "./Conv3d";
import { ConvTranspose1d } from "./ConvTranspose1d";
import { ConvTranspose2d } from "./ConvTranspose2d";
import { Fold } from "./Fold";
import { Unfold } from "./Unfold";

/** In the palette's order. */
export const convolutionLayers: readonly Layer[] = [
  Conv2d,
  Conv1d,
  Conv3d,
  ConvTranspose2d,
  ConvTranspose1d,
  Unfold,
  Fold,
];
