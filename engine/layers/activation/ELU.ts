import { defineLayer } from "../layer";
import { number } from "../parameter";

/** Clevert et al. (2015), arXiv:1511.07289. https://pytorch.org/docs/stable/generated/torch.nn.ELU.html */
export const ELU = defineLayer({
  type: "ELU",
  category: "activation",
  summary: "Passes positive numbers; negative ones approach −alpha smoothly.",
  params: { alpha: number({ default: 1, help: "What large negative numbers become, with a minus sign." }) },
  inputs: [{ name: "input" }],
  outputs: [{ name: "output" }],
  infer: ({ input }) => ({ output: input("input") }),
  lower: ({ b, params, input }) => {
    const x = input("input");
    const negative = b.mul(b.sub(b.exp(b.minimum(x, 0)), 1), params.alpha);
    return { output: b.where(b.greater(x, 0), x, negative) };
  },
});
