import { sizeOf } from "../ops/tensor";
import { defineInitializer } from "./rule";

export const ones = defineInitializer({
  type: "ones",
  summary: "Every number is 1.",
  params: {},
  reference: {
    formula: String.raw`w = 1`,
    sources: ["https://pytorch.org/docs/stable/nn.init.html#torch.nn.init.ones_"],
  },
  sample: ({ shape }) => new Float64Array(sizeOf(shape)).fill(1),
});
