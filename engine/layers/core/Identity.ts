import { sameNumbers } from "../functional/sameNumbers";
import { defineLayer } from "../layer";
import { samePlaces } from "../moves";

/** https://pytorch.org/docs/stable/generated/torch.nn.Identity.html */
export const Identity = defineLayer({
  type: "Identity",
  category: "core",
  summary: "Passes its input on unchanged: to name a wire, or as a point to watch.",
  keywords: ["nothing", "pass through"],
  reference: {
    formula: String.raw`y = x`,
    gradient: String.raw`\frac{\partial y}{\partial x} = 1`,
    shapes: "input [*], output [*]",
    sources: ["https://pytorch.org/docs/stable/generated/torch.nn.Identity.html"],
  },
  params: {},
  inputs: [{ name: "input", dtype: "any" }],
  outputs: [{ name: "output" }],
  infer: ({ input }) => ({ output: input("input") }),
  moves: ({ arriving, made }) => samePlaces(arriving, made),
  ranges: sameNumbers,
  lower: ({ input }) => ({ output: input("input") }),
});
