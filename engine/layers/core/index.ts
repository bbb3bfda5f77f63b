import type { Layer } from "../layer";
import { Linear } from "./Linear";
import { Perceptron } from "./Perceptron";

/** In the palette's order. */
export const coreLayers: readonly Layer[] = [Linear, Perceptron];
