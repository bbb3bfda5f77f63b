import type { Layer } from "../layer";
import { GRU } from "./GRU";
import { LSTM } from "./LSTM";
import { RNN } from "./RNN";

/** In the palette's order. */
export const recurrentLayers: readonly Layer[] = [RNN, LSTM, GRU];
