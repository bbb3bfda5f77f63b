import { choice, number, type Values } from "../parameters/parameter";
import { fansOf } from "./fans";

export const kaimingParams = {
  a: number({ default: 0, help: "The slope below 0, for leakyRelu." }),
  mode: choice(["fanIn", "fanOut"], {
    default: "fanIn",
    help: "Whether to preserve the size of values in the forward pass (fanIn) or of gradients in the backward pass (fanOut).",
  }),
  nonlinearity: choice(["linear", "sigmoid", "tanh", "relu", "leakyRelu", "selu"], {
    default: "leakyRelu",
    help: "The activation after the layer.",
  }),
};

type KaimingParams = Values<typeof kaimingParams>;

/** The standard deviation of both Kaiming initialisers: gain / √fan. */
export function kaimingDeviation(params: KaimingParams, shape: readonly number[]): number {
  return gainOf(params) / Math.sqrt(fansOf(shape)[params.mode]);
}

/** https://pytorch.org/docs/stable/nn.init.html#torch.nn.init.calculate_gain */
function gainOf({ nonlinearity, a }: KaimingParams): number {
  switch (nonlinearity) {
    case "linear":
    case "sigmoid":
      return 1;
    case "tanh":
      return 5 / 3;
    case "relu":
      return Math.SQRT2;
    case "leakyRelu":
      return Math.sqrt(2 / (1 + a * a));
    case "selu":
      return 3 / 4;
  }
}
