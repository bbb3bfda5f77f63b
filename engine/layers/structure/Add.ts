import { t } from "@vscode/l10n";
import { showShape, type Dim } from "../../graph/graphType";
import { LayerProblem } from "../../graph/problem";
import { broadcastShapes } from "../../ops/tensor";
import { operands } from "../functional/operands";
import { defineLayer } from "../layer";

/** Adds by NumPy's broadcasting rule, aligned at the last axis. */
export const Add = defineLayer({
  type: "Add",
  category: "structure",
  summary: "Adds its inputs number by number, as a residual connection does.",
  params: {},
  inputs: [{ name: "input", many: true, help: "Two or more tensors of one shape." }],
  outputs: [{ name: "output" }],
  infer: ({ inputs }) => {
    const [first, rest] = operands(inputs.input);
    const shape = rest.reduce<readonly Dim[]>((left, right) => {
      const both = broadcastShapes(left, right.shape);
      if (both) return both;
      throw new LayerProblem(
        "shape-mismatch",
        t(
          "cannot add {0} and {1}: sizes must be equal or 1",
          showShape({ shape: left, dtype: "float32" }),
          showShape(right),
        ),
        { port: "input" },
      );
    }, first.shape);
    return { output: { shape, dtype: first.dtype } };
  },
  lower: ({ b, inputs }) => {
    const [first, rest] = operands(inputs.input);
    return { output: rest.reduce((sum, x) => b.add(sum, x), first) };
  },
});
