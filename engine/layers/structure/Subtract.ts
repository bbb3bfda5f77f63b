import { broadcastTypes } from "../functional/broadcast";
import { defineLayer } from "../layer";
import { combined } from "../range";
import { samePlaces } from "../moves";

/** https://pytorch.org/docs/stable/generated/torch.sub.html */
export const Subtract = defineLayer({
  type: "Subtract",
  category: "structure",
  summary: "Subtracts the second input from the first, elementwise.",
  keywords: ["sub", "minus"],
  reference: {
    formula: String.raw`y = \mathrm{input} - \mathrm{other}`,
    gradient: String.raw`\partial L/\partial\,\mathrm{input} = \partial L/\partial y,\quad \partial L/\partial\,\mathrm{other} = -\partial L/\partial y`,
    shapes: "input, other: tensors that broadcast by NumPy's rule; output: the shape they have together",
    sources: ["https://pytorch.org/docs/stable/generated/torch.sub.html"],
  },
  params: {},
  inputs: [
    { name: "input", help: "What to subtract from." },
    { name: "other", help: "What to subtract." },
  ],
  outputs: [{ name: "output" }],
  infer: ({ input }) => ({ output: broadcastTypes(input("input"), input("other"), "other") }),
  moves: ({ arriving, made }) => samePlaces(arriving, made),
  ranges: ({ range }) => ({ output: combined((a, b) => a - b, range("input"), range("other")) }),
  lower: ({ b, input }) => ({ output: b.sub(input("input"), input("other")) }),
});
