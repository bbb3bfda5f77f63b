import type { Layer } from "../layer";

/** In the palette's order. */
export const attentionLayers: readonly Layer[] = [];
