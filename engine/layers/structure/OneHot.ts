import { defineLayer } from "../layer";
import { integer } from "../../parameters/parameter";
import { between } from "../range";
import { placeNumbers } from "../functional/domains";
import { axesBut, axesOf } from "../moves";

/**
 * https://pytorch.org/docs/stable/generated/torch.nn.functional.one_hot.html; an index that is not a class gives NaN,
 * where PyTorch raises an error.
 */
export const OneHot = defineLayer({
  type: "OneHot",
  category: "structure",
  units: "features",
  summary: "Turns a class index into a row of zeros with a 1 at that position.",
  keywords: ["one hot"],
  reference: {
    formula: String.raw`y_{\dots c} = \begin{cases} 1 & x = c \\ 0 & \text{otherwise} \end{cases}`,
    gradient:
      "None: classes are whole numbers. A number that is no class gives zeros, where PyTorch refuses it.",
    shapes: "input [N, *] of int32, output [N, *, numClasses]",
    sources: ["https://pytorch.org/docs/stable/generated/torch.nn.functional.one_hot.html"],
  },
  params: { numClasses: integer({ minimum: 1, help: "Number of classes." }) },
  fresh: { numClasses: 10 },
  inputs: [{ name: "input", dtype: "int32", help: "Class indices, counted from 0." }],
  outputs: [{ name: "output" }],
  infer: ({ params: { numClasses }, input }) => ({
    output: { shape: [...input("input").shape, numClasses], dtype: "float32" },
  }),
  domains: ({ params: { numClasses } }) => ({ input: placeNumbers(numClasses, "numClasses") }),
  ranges: () => ({ output: between(0, 1, true) }),
  moves: ({ arriving }) => axesOf([...axesBut(arriving), undefined]),
  lower: ({ b, params: { numClasses }, input, vouched }) => {
    const row = b.oneHot(input("input"), { depth: numClasses });
    if (vouched("input")) return { output: row };
    const exists = b.sum(row, { axes: [row.type.shape.length - 1], keepDims: true });
    return { output: b.where(exists, row, NaN) };
  },
});
