import type { Layer } from "../layer";
import { AdaptiveAvgPool1d } from "./AdaptiveAvgPool1d";
import { AdaptiveAvgPool2d } from "./AdaptiveAvgPool2d";
import { AdaptiveMaxPool1d } from "./AdaptiveMaxPool1d";
import { AdaptiveMaxPool2d } from "./AdaptiveMaxPool2d";
import { AvgPool1d } from "./AvgPool1d";
import { AvgPool2d } from "./AvgPool2d";
import { AvgPool3d } from "./AvgPool3d";
import { GlobalAvgPool } from "./GlobalAvgPool";
import { GlobalMaxPool } from "./GlobalMaxPool";
import { LPPool1d } from "./LPPool1d";
import { LPPool2d } from "./LPPool2d";
import { MaxPool1d } from "./MaxPool1d";
import { MaxPool2d } from "./MaxPool2d";
import { MaxPool3d } from "./MaxPool3d";
import { MaxUnpool2d } from "./MaxUnpool2d";
import { PixelShuffle } from "./PixelShuffle";
import { PixelUnshuffle } from "./PixelUnshuffle";
import { Upsample } from "./Upsample";

/** In the palette's order. */
export const poolingLayers: readonly Layer[] = [
  MaxPool2d,
  AvgPool2d,
  GlobalAvgPool,
  GlobalMaxPool,
  AdaptiveAvgPool2d,
  AdaptiveMaxPool2d,
  MaxPool1d,
  AvgPool1d,
  AdaptiveAvgPool1d,
  AdaptiveMaxPool1d,
  MaxPool3d,
  AvgPool3d,
  LPPool2d,
  LPPool1d,
  MaxUnpool2d,
  Upsample,
  PixelShuffle,
  PixelUnshuffle,
];
