import type { Layer } from "../layer";
import { BCEWithLogitsLoss } from "./BCEWithLogitsLoss";
import { CrossEntropyLoss } from "./CrossEntropyLoss";
import { MSELoss } from "./MSELoss";

/** In the palette's order. */
export const lossLayers: readonly Layer[] = [MSELoss, CrossEntropyLoss, BCEWithLogitsLoss];
