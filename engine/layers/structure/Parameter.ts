import { defineLayer } from "../layer";
import { integers } from "../../parameters/parameter";

/** https://pytorch.org/docs/stable/generated/torch.nn.parameter.Parameter.html. It has no batch axis. */
export const Parameter = defineLayer({
  type: "Parameter",
  category: "structure",
  summary: "A trained tensor of its own, the same for every sample, such as a class token.",
  keywords: ["weight", "variable", "class token", "prompt"],
  reference: {
    formula: String.raw`y = W`,
    gradient: String.raw`\partial L/\partial W = \partial L/\partial y\text{, summed over the samples}`,
    shapes: "weight [shape], output [shape], without a batch: it broadcasts against tensors that have one",
    sources: ["https://pytorch.org/docs/stable/generated/torch.nn.parameter.Parameter.html"],
  },
  params: { shape: integers({ minimum: 1, help: "The sizes; empty for a single number." }) },
  fresh: { shape: [1] },
  inputs: [],
  outputs: [{ name: "output" }],
  infer: ({ params: { shape } }) => ({ output: { shape, dtype: "float32" } }),
  weights: ({ params: { shape } }) => ({
    // PyTorch has no default here; this is that of GPT-2 and the Vision Transformer.
    weight: { shape, init: { kind: "normal", standardDeviation: 0.02 }, trainable: true },
  }),
  lower: ({ weight }) => ({ output: weight("weight") }),
});
