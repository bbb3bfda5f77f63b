import { broadcastMany, manyOperands } from "../functional/broadcast";
import { operands } from "../functional/operands";
import { defineLayer } from "../layer";

/** https://pytorch.org/docs/stable/generated/torch.add.html, of any number of tensors. */
export const Add = defineLayer({
  type: "Add",
  category: "structure",
  summary: "Adds its inputs number by number, as a residual connection does.",
  keywords: ["plus", "residual", "skip"],
  reference: {
    formula: String.raw`y = x_1 + x_2 + \dots + x_k`,
    gradient: String.raw`\partial L/\partial x_i = \partial L/\partial y\text{, summed over the axes along which } x_i \text{ was repeated}`,
    shapes: "input: two or more tensors that broadcast by NumPy's rule; output: the shape they have together",
    sources: ["https://pytorch.org/docs/stable/generated/torch.add.html"],
  },
  params: {},
  inputs: [manyOperands],
  outputs: [{ name: "output" }],
  infer: ({ inputs }) => broadcastMany(inputs.input),
  lower: ({ b, inputs }) => {
    const [first, rest] = operands(inputs.input);
    return { output: rest.reduce((left, right) => b.add(left, right), first) };
  },
});
