import { broadcastMany, manyOperands } from "../functional/broadcast";
import { operands } from "../functional/operands";
import { defineLayer } from "../layer";

/** https://pytorch.org/docs/stable/generated/torch.mul.html, of any number of tensors. */
export const Multiply = defineLayer({
  type: "Multiply",
  category: "structure",
  summary: "Multiplies its inputs number by number, as a gate does.",
  keywords: ["mul", "product", "gate", "scale"],
  reference: {
    formula: String.raw`y = x_1 \cdot x_2 \cdots x_k`,
    gradient: String.raw`\partial L/\partial x_i = \partial L/\partial y \cdot \prod_{j \ne i} x_j\text{, summed over the axes along which } x_i \text{ was repeated}`,
    shapes: "input: two or more tensors that broadcast by NumPy's rule; output: the shape they have together",
    sources: ["https://pytorch.org/docs/stable/generated/torch.mul.html"],
  },
  params: {},
  inputs: [manyOperands],
  outputs: [{ name: "output" }],
  infer: ({ inputs }) => broadcastMany(inputs.input),
  lower: ({ b, inputs }) => {
    const [first, rest] = operands(inputs.input);
    return { output: rest.reduce((left, right) => b.mul(left, right), first) };
  },
});
