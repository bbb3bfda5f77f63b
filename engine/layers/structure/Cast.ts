import { defineLayer } from "../layer";
import { choice } from "../../parameters/parameter";
import { samePlaces } from "../moves";

/** https://pytorch.org/docs/stable/generated/torch.Tensor.to.html, between float32 and int32. */
export const Cast = defineLayer({
  type: "Cast",
  category: "structure",
  summary: "Converts whole numbers to float32 or back, so that a wire fits.",
  keywords: ["to", "type", "float", "int", "long"],
  reference: {
    formula: String.raw`y = x \text{ as float32, or cut off to a whole number}`,
    gradient: "Passes unchanged between float32 tensors; whole numbers have none.",
    shapes: "input [N, *], output [N, *]",
    sources: ["https://pytorch.org/docs/stable/generated/torch.Tensor.to.html"],
  },
  params: {
    dtype: choice(["float32", "int32"], {
      default: "float32",
      help: "The type to convert to; int32 drops the fraction.",
    }),
  },
  inputs: [{ name: "input", dtype: "any" }],
  outputs: [{ name: "output", dtype: "any" }],
  infer: ({ params: { dtype }, input }) => ({ output: { shape: input("input").shape, dtype } }),
  moves: ({ arriving, made }) => samePlaces(arriving, made),
  ranges: ({ params: { dtype }, range }) => {
    const { low, high, ...rest } = range("input");
    if (dtype === "float32") return { output: { low, high, ...rest } };
    return { output: { ...rest, low: Math.trunc(low), high: Math.trunc(high), whole: true } };
  },
  lower: ({ b, params: { dtype }, input }) => ({ output: b.cast(input("input"), { dtype }) }),
});
