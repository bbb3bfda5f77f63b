import { t } from "@vscode/l10n";
import { showShape } from "../../tensor/graphType";
import { LayerProblem } from "../LayerProblem";
import { at } from "../../tensor/tensor";
import { expectFeatures, sameSizes } from "../functional/expect";
import { linear } from "../../ops/linear";
import { defaultUniform } from "../initializer";
import { defineLayer } from "../layer";
import { boolean, integer } from "../../parameters/parameter";
import { axesBut, axesOf } from "../moves";

/** https://pytorch.org/docs/stable/generated/torch.nn.Bilinear.html */
export const Bilinear = defineLayer({
  type: "Bilinear",
  category: "core",
  units: "features",
  summary:
    "Combines two inputs: every output is a weighted sum of the products of all pairs of their elements.",
  reference: {
    formula: String.raw`y_k = x_1^\top W_k\, x_2 + b_k`,
    gradient: String.raw`\bar x_1 = \sum_k \bar y_k W_k x_2, \quad \bar x_2 = \sum_k \bar y_k W_k^\top x_1, \quad \bar W_k = \bar y_k\, x_1 x_2^\top, \quad \bar b = \bar y, \text{ both summed over the batch}`,
    shapes: "input1 [N, *, in1], input2 [N, *, in2], weight [out, in1, in2], bias [out], output [N, *, out]",
    sources: ["https://pytorch.org/docs/stable/generated/torch.nn.Bilinear.html"],
  },
  params: {
    outFeatures: integer({ minimum: 1, help: "Number of outputs (neurons)." }),
    bias: boolean({ default: true, help: "Adds a learned bias to each output." }),
  },
  fresh: { outFeatures: 10 },
  inputs: [{ name: "input1" }, { name: "input2" }],
  outputs: [{ name: "output" }],
  infer: ({ params, input }) => {
    const [first, second] = [input("input1"), input("input2")];
    expectFeatures(first, "input1");
    expectFeatures(second, "input2");
    const leading = first.shape.slice(0, -1);
    if (!sameSizes(leading, second.shape.slice(0, -1))) {
      throw new LayerProblem(
        "shape-mismatch",
        t(
          "joins {0} (input1) with {1} (input2): all but the last size must be equal",
          showShape(first),
          showShape(second),
        ),
        { port: "input2" },
      );
    }
    return { output: { shape: [...leading, params.outFeatures], dtype: "float32" } };
  },
  weights: ({ params, input }) => {
    const [in1, in2] = [expectFeatures(input("input1")), expectFeatures(input("input2"))];
    const init = defaultUniform(in1);
    return {
      weight: { shape: [params.outFeatures, in1, in2], init, trainable: true },
      ...(params.bias && { bias: { shape: [params.outFeatures], init, trainable: true } }),
    };
  },
  moves: ({ arriving }) => axesOf(axesBut(arriving, arriving.shape.length - 1)),
  multiplyAdds: ({ params, input }) =>
    input("input1").shape.reduce<number>(
      (product, size) => (size === "N" ? product : product * size),
      params.outFeatures * expectFeatures(input("input2")),
    ),
  // The products of all pairs of input elements.
  saves: ({ input }) =>
    input("input1").shape.reduce<number>(
      (product, size) => (size === "N" ? product : product * size),
      expectFeatures(input("input2")),
    ),
  lower: ({ b, params, input, weight }) => {
    const [first, second] = [input("input1"), input("input2")];
    const { shape } = first.type;
    const [in1, in2] = [at(shape, shape.length - 1), at(second.type.shape, shape.length - 1)];
    const leading = shape.slice(0, -1);
    const products = b.mul(
      b.reshape(first, { shape: [...leading, in1, 1] }),
      b.reshape(second, { shape: [...leading, 1, in2] }),
    );
    const flat = b.reshape(products, { shape: [...leading, in1 * in2] });
    const table = b.reshape(weight("weight"), { shape: [params.outFeatures, in1 * in2] });
    return { output: linear(b, flat, table, params.bias ? weight("bias") : undefined) };
  },
});
