import type { Layer } from "../layer";
import { AvgPool1d } from "./AvgPool1d";
import { AvgPool2d } from "./AvgPool2d";
import { AvgPool3d } from "./AvgPool3d";
import { MaxPool1d } from "./MaxPool1d";
import { MaxPool2d } from "./MaxPool2d";
import { MaxPool3d } from "./MaxPool3d";

/** In the palette's order. */
export const poolingLayers: readonly Layer[] = [
  MaxPool2d,
  AvgPool2d,
  MaxPool1d,
  AvgPool1d,
  MaxPool3d,
  AvgPool3d,
];
