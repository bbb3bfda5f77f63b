import type { Layer } from "../layer";
import { Conv1d } from "./Conv1d";
import { Conv2d } from "./Conv2d";
import { Conv3d } from "./Conv3d";

/** In the palette's order. */
export const convolutionLayers: readonly Layer[] = [Conv2d, Conv1d, Conv3d];
