import { broadcastMany, manyOperands } from "../functional/broadcast";
import { operands } from "../functional/operands";
import { defineLayer } from "../layer";

/** https://pytorch.org/docs/stable/generated/torch.maximum.html, of any number of tensors. */
export const Maximum = defineLayer({
  type: "Maximum",
  category: "structure",
  summary: "The largest of its inputs at every place.",
  reference: {
    formula: String.raw`y = \max(x_1, x_2, \dots, x_k)`,
    gradient:
      "Flows to the largest input. Where two are equal each gets half; more are compared one after the other.",
    shapes: "input: two or more tensors that broadcast by NumPy's rule; output: the shape they have together",
    sources: ["https://pytorch.org/docs/stable/generated/torch.maximum.html"],
  },
  params: {},
  inputs: [manyOperands],
  outputs: [{ name: "output" }],
  infer: ({ inputs }) => broadcastMany(inputs.input),
  lower: ({ b, inputs }) => {
    const [first, rest] = operands(inputs.input);
    return { output: rest.reduce((left, right) => b.maximum(left, right), first) };
  },
});
