import { sameNumbers } from "../functional/sameNumbers";
import { defineLayer } from "../layer";
import { samePlaces } from "../moves";

/** https://pytorch.org/docs/stable/generated/torch.Tensor.detach.html */
export const StopGradient = defineLayer({
  type: "StopGradient",
  category: "structure",
  summary:
    "Passes its input on unchanged but blocks the gradient: the layers before it do not learn from those after it.",
  keywords: ["detach", "no grad", "freeze"],
  reference: {
    formula: String.raw`y = x`,
    gradient: String.raw`\partial L/\partial x = 0`,
    shapes: "input [N, *], output [N, *]",
    sources: ["https://pytorch.org/docs/stable/generated/torch.Tensor.detach.html"],
  },
  params: {},
  inputs: [{ name: "input", dtype: "any" }],
  outputs: [{ name: "output", dtype: "any" }],
  infer: ({ input }) => ({ output: input("input") }),
  moves: ({ arriving, made }) => samePlaces(arriving, made),
  ranges: sameNumbers,
  lower: ({ b, input }) => ({ output: b.stopGradient(input("input")) }),
});
