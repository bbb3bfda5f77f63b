import { t } from "@vscode/l10n";
import type { GraphType } from "../../tensor/graphType";
import { showShape } from "../../tensor/graphType";
import { LayerProblem } from "../LayerProblem";
import { at } from "../../tensor/tensor";
import { axisOf } from "../functional/axis";
import { expectAxis } from "../functional/expect";
import { defineLayer } from "../layer";
import { integer, integersOrOne } from "../../parameters/parameter";
import { someOf } from "../range";
import { axesBut, axesOf } from "../moves";

/** More outputs would not be legible on a card. */
const mostParts = 64;

/**
 * https://pytorch.org/docs/stable/generated/torch.split.html, or torch.chunk for a single number; one port per part.
 */
export const Split = defineLayer({
  type: "Split",
  category: "structure",
  summary: "Splits its input into parts along an axis, one output per part.",
  keywords: ["chunk"],
  reference: {
    formula: String.raw`[y_0 \mid y_1 \mid \dots] = x`,
    gradient: "The parts' gradients one after the other; zeros for a part that nothing uses.",
    shapes: "input [N, *, n, *], output0 [N, *, n₀, *], output1 [N, *, n₁, *], … with n₀ + n₁ + … = n",
    sources: [
      "https://pytorch.org/docs/stable/generated/torch.split.html",
      "https://pytorch.org/docs/stable/generated/torch.chunk.html",
    ],
  },
  params: {
    sections: integersOrOne({
      minimum: 1,
      minLength: 1,
      default: [2],
      help: "The sizes of the parts; a single number, in a list or not, means that many equal parts.",
    }),
    dim: integer({ default: 1, help: "The axis to cut; 0 is the batch, −1 the last." }),
  },
  inputs: [{ name: "input", dtype: "any" }],
  outputs: ({ sections }) =>
    Array.from({ length: partsOf(sections) }, (_, part) => ({ name: portName(part), dtype: "any" })),
  infer: ({ params: { sections, dim }, input }) => {
    const x = input("input");
    const axis = expectAxis(dim, x);
    const sizes = sizesOf(sections, x, axis);
    return Object.fromEntries(
      sizes.map((size, part) => [
        portName(part),
        { shape: x.shape.toSpliced(axis, 1, size), dtype: x.dtype } satisfies GraphType,
      ]),
    );
  },
  moves: ({ params: { dim }, arriving }) => axesOf(axesBut(arriving, axisOf(dim, arriving.shape.length))),
  ranges: ({ range, outputs }) =>
    Object.fromEntries(Object.keys(outputs).map((port) => [port, someOf(range("input"))])),
  lower: ({ b, params: { sections, dim }, input }) => {
    const x = input("input");
    const { shape } = x.type;
    const axis = axisOf(dim, shape.length);
    let start = 0;
    return Object.fromEntries(
      sizesOf(sections, x.type, axis).map((size, part) => {
        const starts = shape.map((_, i) => (i === axis ? start : 0));
        start += size;
        const ends = shape.toSpliced(axis, 1, start);
        return [portName(part), b.slice(x, { starts, ends })];
      }),
    );
  },
});

function portName(part: number): string {
  return `output${String(part)}`;
}

/** The number of parts, even while the parameter is invalid. */
function partsOf(sections: unknown): number {
  const list: readonly unknown[] = Array.isArray(sections) ? sections : [sections ?? 2];
  const parts = list.length === 1 ? Number(list[0]) : list.length;
  return Number.isInteger(parts) ? Math.min(Math.max(parts, 0), mostParts) : 0;
}

function sizesOf(sections: readonly number[], type: GraphType, axis: number): number[] {
  const size = Number(type.shape[axis]);
  const [parts] = sections;
  const problem = (message: string) =>
    new LayerProblem("sections-do-not-fit", message, { param: "sections" });
  if ((sections.length === 1 ? at(sections, 0) : sections.length) > mostParts)
    throw problem(t("at most {0} parts are possible; use Slice to take single ones", mostParts));
  if (sections.length === 1 && parts !== undefined) {
    if (size % parts === 0) return new Array<number>(parts).fill(size / parts);
    throw problem(t("cannot cut {0} into {1} equal parts", size, parts));
  }
  const total = sections.reduce((sum, part) => sum + part, 0);
  if (total === size) return [...sections];
  throw problem(t("the parts add up to {0}, but the axis of {1} has {2}", total, showShape(type), size));
}
