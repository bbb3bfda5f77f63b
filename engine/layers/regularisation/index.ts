import type { Layer } from "../layer";
import { AlphaDropout } from "./AlphaDropout";
import { DropPath } from "./DropPath";
import { Dropout } from "./Dropout";
import { Dropout1d } from "./Dropout1d";
import { Dropout2d } from "./Dropout2d";
import { GaussianDropout } from "./GaussianDropout";
import { GaussianNoise } from "./GaussianNoise";

/** In the palette's order. */
export const regularisationLayers: readonly Layer[] = [
  Dropout,
  Dropout1d,
  Dropout2d,
  GaussianNoise,
  AlphaDropout,
  DropPath,
  GaussianDropout,
];
