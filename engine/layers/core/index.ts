import type { Layer } from "../layer";
import { Bilinear } from "./Bilinear";
import { Embedding } from "./Embedding";
import { Identity } from "./Identity";
import { Linear } from "./Linear";
import { Perceptron } from "./Perceptron";
import { RBM } from "./RBM";

/** In the palette's order. */
export const coreLayers: readonly Layer[] = [Linear, Embedding, Perceptron, Bilinear, Identity, RBM];
