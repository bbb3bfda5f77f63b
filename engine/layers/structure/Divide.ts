import { broadcastTypes } from "../functional/broadcast";
import { defineLayer } from "../layer";
import { anyNumber, combined } from "../range";
import { samePlaces } from "../moves";

/** https://pytorch.org/docs/stable/generated/torch.div.html */
export const Divide = defineLayer({
  type: "Divide",
  category: "structure",
  summary: "Divides the first input by the second, elementwise.",
  keywords: ["div", "quotient"],
  reference: {
    formula: String.raw`y = \mathrm{input} / \mathrm{other}`,
    gradient: String.raw`\partial L/\partial\,\mathrm{input} = \frac{\partial L/\partial y}{\mathrm{other}},\quad \partial L/\partial\,\mathrm{other} = -\frac{\partial L}{\partial y}\frac{\mathrm{input}}{\mathrm{other}^2}`,
    shapes: "input, other: tensors that broadcast by NumPy's rule; output: the shape they have together",
    sources: ["https://pytorch.org/docs/stable/generated/torch.div.html"],
  },
  params: {},
  inputs: [
    { name: "input", help: "The dividend." },
    { name: "other", help: "The divisor; 0 gives infinity." },
  ],
  outputs: [{ name: "output" }],
  infer: ({ input }) => ({ output: broadcastTypes(input("input"), input("other"), "other") }),
  moves: ({ arriving, made }) => samePlaces(arriving, made),
  ranges: ({ range }) => {
    const divisor = range("other");
    if (divisor.low <= 0 && divisor.high >= 0) return { output: anyNumber };
    return { output: { ...combined((a, b) => a / b, range("input"), divisor), whole: false } };
  },
  lower: ({ b, input }) => ({ output: b.div(input("input"), input("other")) }),
});
