import { t } from "@vscode/l10n";
import { showShape } from "../../graph/graphType";
import { LayerProblem } from "../../graph/problem";
import { expectAxis } from "../functional/expect";
import { operands } from "../functional/operands";
import { defineLayer } from "../layer";
import { integer } from "../parameter";

/** https://pytorch.org/docs/stable/generated/torch.cat.html */
export const Concat = defineLayer({
  type: "Concat",
  category: "structure",
  summary: "Puts its inputs one after the other along an axis.",
  params: { dim: integer({ default: 1, help: "The axis that grows; the batch is 0, −1 is the last." }) },
  inputs: [{ name: "input", many: true, help: "Two or more tensors, equal in all other axes." }],
  outputs: [{ name: "output" }],
  infer: ({ params, inputs }) => {
    const [first, rest] = operands(inputs.input);
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
  lower: ({ b, params: { dim }, inputs }) => {
    const parts = inputs.input ?? [];
    const rank = parts[0]?.type.shape.length ?? 0;
    return { output: b.concat(parts, { axis: dim < 0 ? dim + rank : dim }) };
  },
});
