import type { Layer } from "../layer";
import { Dataset } from "./Dataset";
import { Input } from "./Input";

/** In the palette's order. */
export const dataLayers: readonly Layer[] = [Dataset, Input];
