import { activationLayers } from "./activation";
import { attentionLayers } from "./attention";
import { convolutionLayers } from "./convolution";
import { coreLayers } from "./core";
import { dataLayers } from "./data";
import type { Layer } from "./layer";
import { lossLayers } from "./loss";
import { normalisationLayers } from "./normalisation";
import { poolingLayers } from "./pooling";
import { recurrentLayers } from "./recurrent";
import { regularisationLayers } from "./regularisation";
import { structureLayers } from "./structure";

const all: readonly Layer[] = [
  ...dataLayers,
  ...coreLayers,
  ...convolutionLayers,
  ...poolingLayers,
  ...recurrentLayers,
  ...attentionLayers,
  ...activationLayers,
  ...normalisationLayers,
  ...regularisationLayers,
  ...structureLayers,
  ...lossLayers,
];

/** Every layer type, in the palette's order within each category. */
export const layers: ReadonlyMap<string, Layer> = new Map(all.map((layer) => [layer.type, layer]));
