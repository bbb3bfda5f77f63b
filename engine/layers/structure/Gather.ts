import { t } from "@vscode/l10n";
import { hasBatch, showShape, type GraphType } from "../../tensor/graphType";
import { LayerProblem } from "../LayerProblem";
import type { Builder, Value } from "../../ops/operation";
import { at } from "../../tensor/tensor";
import { axisOf } from "../functional/axis";
import { placeNumbers } from "../functional/domains";
import { expectAxis } from "../functional/expect";
import { takeAlongAxis } from "../functional/takeAlongAxis";
import { defineLayer } from "../layer";
import { integer } from "../../parameters/parameter";
import { someOf } from "../range";

/**
 * Picks places along an axis by number. The index's axes say how:
 * - as many as the input's, none larger but that of dim: element by element, as torch.gather;
 * - [N] or [N, K]: one place, or K of them, for each sample (the last step of a sequence of its own length);
 * - [] or [K], a Constant: the same places for all samples, as torch.index_select;
 * - any, for an input without a batch (a Parameter) and dim 0: rows of a table, as an embedding.
 * A number that names no place gives NaN, where PyTorch raises an error.
 */
export const Gather = defineLayer({
  type: "Gather",
  category: "structure",
  summary: "Picks positions along an axis by index, such as the last step of each sequence.",
  keywords: ["index_select", "take", "lookup"],
  reference: {
    formula: String.raw`y_{n \dots k \dots} = x_{n \dots \mathrm{index}_{nk} \dots} \quad\text{or, for an index of as many axes,}\quad y_{n \dots k \dots} = x_{n \dots \mathrm{index}_{n \dots k \dots} \dots}`,
    gradient: "The output's gradient added up at the places it came from; none to the index.",
    shapes:
      "input [N, *, n, *]; index [N], [N, K], [], [K] or [N, *, K, *] of int32; output [N, *, *] for [N] and [], else [N, *, K, *]. Without a batch input [n, *], index [*], output [*, *]. A number outside 0 … n − 1 gives 0.",
    sources: [
      "https://pytorch.org/docs/stable/generated/torch.gather.html",
      "https://pytorch.org/docs/stable/generated/torch.index_select.html",
    ],
  },
  params: {
    dim: integer({ default: 1, help: "The axis to pick from; 0 is the batch, −1 the last." }),
  },
  inputs: [
    { name: "input", dtype: "any" },
    { name: "index", dtype: "int32", help: "Indices counted from 0: one or several per sample." },
  ],
  outputs: [{ name: "output", dtype: "any" }],
  infer: ({ params: { dim }, input }) => {
    const [x, index] = [input("input"), input("index")];
    const axis = expectAxis(dim, x);
    const shape = { table, elements, places }[kindOf(x, index)](x, index, axis);
    return { output: { shape, dtype: x.dtype } };
  },
  domains: ({ params: { dim }, input }) => {
    const x = input("input");
    return { index: placeNumbers(Number(x.shape[axisOf(dim, x.shape.length)])) };
  },
  ranges: ({ range }) => ({ output: someOf(range("input")) }),
  lower: ({ b, params: { dim }, input, types, batchSize }) => {
    const [x, index] = [input("input"), input("index")];
    const [type, indexType] = [at(types.input ?? [], 0), at(types.index ?? [], 0)];
    const rank = x.type.shape.length;
    const axis = axisOf(dim, rank);
    switch (kindOf(type, indexType)) {
      case "table":
        return { output: b.gather(x, index, { axis: 0 }) };
      case "elements":
        return { output: takeAlongAxis(b, x, index, axis) };
      case "places": {
        const chosen = hasBatch(indexType)
          ? index
          : b.broadcast(index, { shape: [batchSize, ...index.type.shape] });
        const picked = b.gather(moved(b, x, axis, 1), chosen, { axis: 1 });
        return { output: chosen.type.shape.length === 1 ? picked : moved(b, picked, 1, axis) };
      }
    }
  },
});

function kindOf(x: GraphType, index: GraphType): "table" | "elements" | "places" {
  if (!hasBatch(x)) return "table";
  return hasBatch(index) && index.shape.length === x.shape.length && x.shape.length > 2
    ? "elements"
    : "places";
}

function table({ shape }: GraphType, index: GraphType, axis: number): GraphType["shape"] {
  if (axis === 0) return [...index.shape, ...shape.slice(1)];
  throw new LayerProblem(
    "axis-out-of-range",
    t("an input without a batch is a table of rows, so dim must be 0"),
    {
      param: "dim",
    },
  );
}

function elements(x: GraphType, index: GraphType, axis: number): GraphType["shape"] {
  const fits = index.shape.every((size, i) => {
    const there = x.shape[i];
    return i === axis || size === there || Number(size) <= Number(there);
  });
  if (fits) return index.shape;
  throw conflict(x, index);
}

function places(x: GraphType, index: GraphType, axis: number): GraphType["shape"] {
  const chosen = index.shape.filter((size) => size !== "N");
  if (chosen.length <= 1) return x.shape.toSpliced(axis, 1, ...chosen);
  throw conflict(x, index);
}

function conflict(x: GraphType, index: GraphType): LayerProblem {
  return new LayerProblem(
    "shape-mismatch",
    t(
      "cannot pick from {0} by {1}: give one or several indices per sample, or the input's axes, each no larger than the input's except for dim",
      showShape(x),
      showShape(index),
    ),
    { port: "index" },
  );
}

/** Moves an axis, keeping the others in order. */
function moved(b: Builder, x: Value, from: number, to: number): Value {
  if (from === to) return x;
  const axes = x.type.shape.map((_, axis) => axis);
  return b.transpose(x, { permutation: axes.toSpliced(from, 1).toSpliced(to, 0, from) });
}
