import { Add } from "./Add";
import { AvgPool2d } from "./AvgPool2d";
import { BCEWithLogitsLoss } from "./BCEWithLogitsLoss";
import { Concat } from "./Concat";
import { Conv2d } from "./Conv2d";
import { CrossEntropyLoss } from "./CrossEntropyLoss";
import { Dataset } from "./Dataset";
import { Dropout } from "./Dropout";
import { ELU } from "./ELU";
import { Flatten } from "./Flatten";
import { GRU } from "./GRU";
import { Input } from "./Input";
import { LSTM } from "./LSTM";
import type { Layer } from "./layer";
import { LeakyReLU } from "./LeakyReLU";
import { Linear } from "./Linear";
import { MaxPool2d } from "./MaxPool2d";
import { MSELoss } from "./MSELoss";
import { Perceptron } from "./Perceptron";
import { ReLU } from "./ReLU";
import { Reshape } from "./Reshape";
import { RNN } from "./RNN";
import { Sigmoid } from "./Sigmoid";
import { Softmax } from "./Softmax";
import { Tanh } from "./Tanh";

const all: readonly Layer[] = [
  Dataset,
  Input,
  Perceptron,
  Linear,
  Conv2d,
  MaxPool2d,
  AvgPool2d,
  RNN,
  LSTM,
  GRU,
  ReLU,
  LeakyReLU,
  ELU,
  Sigmoid,
  Tanh,
  Softmax,
  Dropout,
  Flatten,
  Reshape,
  Add,
  Concat,
  MSELoss,
  CrossEntropyLoss,
  BCEWithLogitsLoss,
];

/** Every layer type that a person can place, in the palette's order within each category. */
export const layers: ReadonlyMap<string, Layer> = new Map(all.map((layer) => [layer.type, layer]));
