import { sampleSize } from "../../tensor/graphType";
import { product, productType } from "../functional/product";
import { defineLayer } from "../layer";
import { boolean } from "../../parameters/parameter";

/** https://pytorch.org/docs/stable/generated/torch.matmul.html, for matrices (two axes or more). */
export const MatMul = defineLayer({
  type: "MatMul",
  category: "structure",
  units: "features",
  summary: "The matrix product over the last two axes, batched over the axes before them.",
  keywords: ["matrix multiplication", "bmm", "dot product"],
  reference: {
    formula: String.raw`y_{\dots ij} = \sum_k \mathrm{input}_{\dots ik}\,\mathrm{other}_{\dots kj}`,
    gradient: String.raw`\partial L/\partial\,\mathrm{input} = \frac{\partial L}{\partial y}\,\mathrm{other}^\top,\quad \partial L/\partial\,\mathrm{other} = \mathrm{input}^\top\frac{\partial L}{\partial y}\text{, summed over the axes along which one was repeated}`,
    shapes: "input [*, n, k], other [*, k, m], output [*, n, m]; the axes before the last two broadcast",
    sources: ["https://pytorch.org/docs/stable/generated/torch.matmul.html"],
  },
  params: {
    transposeInput: boolean({ default: false, help: "Swaps the last two axes of input first." }),
    transposeOther: boolean({ default: false, help: "Swaps the last two axes of other first." }),
  },
  inputs: [
    { name: "input", help: "The matrices on the left." },
    { name: "other", help: "The matrices on the right." },
  ],
  outputs: [{ name: "output" }],
  infer: ({ params, input }) => ({
    output: productType(input("input"), input("other"), params, "other"),
  }),
  multiplyAdds: ({ params, input, outputs }) => {
    const { shape } = input("input");
    const inner = shape.at(params.transposeInput ? -2 : -1) ?? 1;
    return (inner === "N" ? 1 : inner) * (outputs.output ? sampleSize(outputs.output) : 0);
  },
  lower: ({ b, params, input }) => ({ output: product(b, input("input"), input("other"), params) }),
});
