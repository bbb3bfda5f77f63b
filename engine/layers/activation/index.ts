import type { Layer } from "../layer";
import { ELU } from "./ELU";
import { LeakyReLU } from "./LeakyReLU";
import { ReLU } from "./ReLU";
import { Sigmoid } from "./Sigmoid";
import { Softmax } from "./Softmax";
import { Tanh } from "./Tanh";

/** In the palette's order. */
export const activationLayers: readonly Layer[] = [ReLU, LeakyReLU, ELU, Sigmoid, Tanh, Softmax];
