import { t } from "@vscode/l10n";
import { showShape, type GraphType } from "../../tensor/graphType";
import { LayerProblem } from "../LayerProblem";
import { axisOf } from "../functional/axis";
import { expectNewAxis, sameSizes } from "../functional/expect";
import { joinedTypes, joinedValues } from "../functional/joinSamples";
import { operands } from "../functional/operands";
import { defineLayer } from "../layer";
import { integer } from "../../parameters/parameter";
import { anyOf } from "../range";
import { samePlaces } from "../moves";

/** https://pytorch.org/docs/stable/generated/torch.stack.html; a tensor without a batch is stacked in every sample. */
export const Stack = defineLayer({
  type: "Stack",
  category: "structure",
  summary: "Stacks inputs of the same shape along a new axis.",
  keywords: ["join"],
  reference: {
    formula: String.raw`y_{\dots i \dots} = (x_i)_{\dots}`,
    gradient: "Each input gets its own part of the output's gradient.",
    shapes:
      "input: k tensors [N, *]; a tensor without a batch counts as the same for every sample; output [N, *, k, *] with the new axis at dim",
    sources: ["https://pytorch.org/docs/stable/generated/torch.stack.html"],
  },
  params: {
    dim: integer({ default: 1, help: "The position of the new axis; 0 is the batch, −1 the last." }),
  },
  inputs: [{ name: "input", many: true, dtype: "any", help: "Two or more tensors of the same shape." }],
  outputs: [{ name: "output", dtype: "any" }],
  infer: ({ params: { dim }, inputs }) => {
    const [first, rest] = operands<GraphType>(joinedTypes(inputs.input));
    const axis = expectNewAxis(dim, first);
    const other = rest.find(({ shape }) => !sameSizes(shape, first.shape));
    if (other) {
      throw new LayerProblem(
        "shape-mismatch",
        t("cannot stack {0} and {1}: the shapes must be equal", showShape(first), showShape(other)),
        { port: "input" },
      );
    }
    return { output: { shape: first.shape.toSpliced(axis, 0, rest.length + 1), dtype: first.dtype } };
  },
  moves: ({ params: { dim }, arriving, made }) => {
    const added = axisOf(dim, made.shape.length);
    const moves = samePlaces(arriving, { ...made, shape: made.shape.toSpliced(added, 1) });
    return moves.toSpliced(added, 0, undefined);
  },
  ranges: ({ ranges }) => ({ output: anyOf(ranges("input")) }),
  lower: (context) => {
    const { b, params } = context;
    const parts = joinedValues(context).map((part) => {
      const { shape } = part.type;
      return b.reshape(part, { shape: shape.toSpliced(axisOf(params.dim, shape.length + 1), 0, 1) });
    });
    const rank = parts[0]?.type.shape.length ?? 0;
    return { output: b.concat(parts, { axis: axisOf(params.dim, rank) }) };
  },
});
