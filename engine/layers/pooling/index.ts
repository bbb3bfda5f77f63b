import type { Layer } from "../layer";
import { AvgPool2d } from "./AvgPool2d";
import { MaxPool2d } from "./MaxPool2d";

/** In the palette's order. */
export const poolingLayers: readonly Layer[] = [MaxPool2d, AvgPool2d];
