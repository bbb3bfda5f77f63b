import { t } from "@vscode/l10n";
import { showShape } from "../../tensor/graphType";
import { LayerProblem } from "../LayerProblem";
import { axisOf } from "../functional/axis";
import { expectAxis } from "../functional/expect";
import { joinedTypes, joinedValues } from "../functional/joinSamples";
import { operands } from "../functional/operands";
import { defineLayer } from "../layer";
import { integer } from "../../parameters/parameter";
import { anyOf } from "../range";
import { samePlaces } from "../moves";

/** https://pytorch.org/docs/stable/generated/torch.cat.html; a tensor without a batch is joined to every sample. */
export const Concat = defineLayer({
  type: "Concat",
  category: "structure",
  summary: "Concatenates its inputs along an axis.",
  keywords: ["cat", "concatenate"],
  reference: {
    formula: String.raw`y = [x_1 \mid x_2 \mid \dots \mid x_k]`,
    gradient: "Each input gets its own part of the output's gradient.",
    shapes:
      "input: [N, *, n₁, *], [N, *, n₂, *], … equal but for the axis dim; a tensor without a batch counts as the same for every sample; output [N, *, n₁ + n₂ + …, *]",
    sources: ["https://pytorch.org/docs/stable/generated/torch.cat.html"],
  },
  params: {
    dim: integer({ default: 1, help: "The axis to concatenate along; 0 is the batch, −1 the last." }),
  },
  inputs: [
    { name: "input", many: true, dtype: "any", help: "Two or more tensors, equal in all other axes." },
  ],
  outputs: [{ name: "output", dtype: "any" }],
  infer: ({ params, inputs }) => {
    const [first, rest] = operands(joinedTypes(inputs.input));
    const axis = expectAxis(params.dim, first);
    let size = Number(first.shape[axis]);
    for (const other of rest) {
      if (
        other.shape.length !== first.shape.length ||
        other.shape.some((n, i) => i !== axis && n !== first.shape[i])
      ) {
        throw new LayerProblem(
          "shape-mismatch",
          t(
            "cannot join {0} and {1} along dim {2}: the other sizes differ",
            showShape(first),
            showShape(other),
            params.dim,
          ),
          { port: "input" },
        );
      }
      size += Number(other.shape[axis]);
    }
    return { output: { shape: first.shape.map((n, i) => (i === axis ? size : n)), dtype: first.dtype } };
  },
  moves: ({ params: { dim }, arriving, made }) => {
    const joined = axisOf(dim, made.shape.length);
    return samePlaces(arriving, made).map((move, axis) => (axis === joined ? undefined : move));
  },
  ranges: ({ ranges }) => ({ output: anyOf(ranges("input")) }),
  lower: (context) => {
    const parts = joinedValues(context);
    const rank = parts[0]?.type.shape.length ?? 0;
    return { output: context.b.concat(parts, { axis: axisOf(context.params.dim, rank) }) };
  },
});
