import type { Layer } from "../layer";
import { Dropout } from "./Dropout";

/** In the palette's order. */
export const regularisationLayers: readonly Layer[] = [Dropout];
