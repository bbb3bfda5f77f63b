import type { Layer } from "../layer";
import { CELU } from "./CELU";
import { ELU } from "./ELU";
import { GELU } from "./GELU";
import { GLU } from "./GLU";
import { Hardmax } from "./Hardmax";
import { Hardsigmoid } from "./Hardsigmoid";
import { Hardswish } from "./Hardswish";
import { Hardtanh } from "./Hardtanh";
import { LeakyReLU } from "./LeakyReLU";
import { LogSigmoid } from "./LogSigmoid";
import { LogSoftmax } from "./LogSoftmax";
import { Mish } from "./Mish";
import { PReLU } from "./PReLU";
import { ReLU } from "./ReLU";
import { ReLU6 } from "./ReLU6";
import { SELU } from "./SELU";
import { Sigmoid } from "./Sigmoid";
import { Sign } from "./Sign";
import { SiLU } from "./SiLU";
import { Softmax } from "./Softmax";
import { Softmin } from "./Softmin";
import { Softplus } from "./Softplus";
import { Softsign } from "./Softsign";
import { Step } from "./Step";
import { Tanh } from "./Tanh";
import { Threshold } from "./Threshold";

/** In the palette's order. */
export const activationLayers: readonly Layer[] = [
  ReLU,
  Sigmoid,
  Tanh,
  Softmax,
  GELU,
  SiLU,
  LeakyReLU,
  ELU,
  PReLU,
  SELU,
  Mish,
  Softplus,
  LogSoftmax,
  GLU,
  ReLU6,
  Hardtanh,
  Hardsigmoid,
  Hardswish,
  LogSigmoid,
  CELU,
  Softsign,
  Softmin,
  Step,
  Sign,
  Hardmax,
  Threshold,
];
