import { t } from "@vscode/l10n";
import { LayerProblem } from "../LayerProblem";
import { sizeOf } from "../../tensor/tensor";
import { defineLayer } from "../layer";
import { choice, integers, number, numbers } from "../../parameters/parameter";
import { between } from "../range";

/** https://pytorch.org/docs/stable/generated/torch.full.html, or torch.tensor for `values`. It has no batch axis. */
export const Constant = defineLayer({
  type: "Constant",
  category: "structure",
  summary: "Fixed numbers, the same for every sample, for example to scale or shift.",
  keywords: ["full", "scalar", "number"],
  reference: {
    formula: String.raw`y = \mathrm{value}`,
    gradient: "None.",
    shapes: "output [shape], without a batch: it broadcasts against tensors that have one",
    sources: [
      "https://pytorch.org/docs/stable/generated/torch.full.html",
      "https://pytorch.org/docs/stable/generated/torch.tensor.html",
    ],
  },
  params: {
    value: number({ default: 0, help: "The value of every element." }),
    shape: integers({ default: [], minimum: 1, help: "The sizes; empty for a single number." }),
    values: numbers({ optional: true, help: "All values in order, instead of a single value." }),
    dtype: choice(["float32", "int32"], { default: "float32", help: "The data type of its numbers." }),
  },
  inputs: [],
  outputs: ({ dtype }) => [{ name: "output", dtype: dtype === "int32" ? "int32" : "float32" }],
  infer: ({ params: { shape, value, values, dtype } }) => {
    if (values && values.length !== sizeOf(shape)) {
      throw new LayerProblem(
        "wrong-length",
        t(
          "{0} values are given, but the shape {1} has {2} elements",
          values.length,
          shape.join("×") || "[]",
          sizeOf(shape),
        ),
        { param: "values" },
      );
    }
    const param = values ? "values" : "value";
    if (dtype === "int32" && !(values ?? [value]).every(Number.isInteger))
      throw new LayerProblem("not-whole", t("int32 allows only whole numbers"), { param });
    return { output: { shape, dtype } };
  },
  ranges: ({ params: { value, values = [value] } }) => ({
    output: between(
      // Not Math.min(...values): the list may be too long to spread.
      values.reduce((least, x) => Math.min(least, x)),
      values.reduce((most, x) => Math.max(most, x)),
      values.every(Number.isInteger),
    ),
  }),
  lower: ({ b, params: { shape, value, values, dtype } }) => ({
    output: values
      ? b.reshape(b.table({ values, dtype }), { shape })
      : b.broadcast(b.constant({ value, dtype }), { shape }),
  }),
});
