import { inARow } from "../inARow";
import { insertOn } from "../insertOn";
import { setParam } from "../setParam";
import { upstreamWith } from "../upstreamWith";
import type { FixRule } from "../fix";

/** For labels of two classes compared with a single prediction: turns them into a column of float32, 0 or 1. */
export const yesOrNo: FixRule = (conflict) =>
  conflict.wires
    .filter(({ type: { dtype, classes = 2 } }) => dtype === "int32" && classes <= 2)
    .flatMap((wire) => {
      const column = insertOn(conflict, wire, [
        { type: "Cast", params: { dtype: "float32" } },
        { type: "Unsqueeze", params: { dim: -1 } },
      ]);
      const layers = conflict.wires
        .filter((other) => other !== wire && other.type.shape.at(-1) !== 1)
        .flatMap(({ source }) => upstreamWith(conflict.typed, source, "outFeatures").slice(0, 1));
      const narrower = layers.flatMap((layer) => setParam(conflict.typed, layer, "outFeatures", 1));
      return [...column, ...narrower.flatMap((first) => column.map((second) => inARow(first, second)))];
    });
