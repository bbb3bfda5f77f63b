import type { Layer } from "../layer";

/** In the palette's order. */
export const normalisationLayers: readonly Layer[] = [];
