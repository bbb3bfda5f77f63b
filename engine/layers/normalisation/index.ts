import type { Layer } from "../layer";
import { BatchNorm1d } from "./BatchNorm1d";
import { BatchNorm2d } from "./BatchNorm2d";
import { GroupNorm } from "./GroupNorm";
import { InstanceNorm1d } from "./InstanceNorm1d";
import { InstanceNorm2d } from "./InstanceNorm2d";
import { LayerNorm } from "./LayerNorm";
import { LocalResponseNorm } from "./LocalResponseNorm";
import { RMSNorm } from "./RMSNorm";

/** In the palette's order. */
export const normalisationLayers: readonly Layer[] = [
  BatchNorm1d,
  BatchNorm2d,
  LayerNorm,
  RMSNorm,
  GroupNorm,
  InstanceNorm1d,
  InstanceNorm2d,
  LocalResponseNorm,
];
