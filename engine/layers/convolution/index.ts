import type { Layer } from "../layer";
import { Conv2d } from "./Conv2d";

/** In the palette's order. */
export const convolutionLayers: readonly Layer[] = [Conv2d];
