import type { Builder, Value } from "../../ops/operation";
import { defineLayer, type Layer } from "../layer";
import { axesBut, axesOf } from "../moves";
import { axisOf } from "../functional/axis";
import type { Reference } from "../../parameters/reference";
import { integer } from "../../parameters/parameter";
import type { Range } from "../range";
import { expectAxis } from "../functional/expect";

interface Activation {
  readonly type: string;
  readonly summary: string;
  readonly keywords?: readonly string[];
  readonly help: string;
  readonly reference: Omit<Reference, "shapes">;
  /** The range of its values. */
  readonly range: Range;
  /** `axis` counts from 0. */
  readonly lower: (b: Builder, x: Value, axis: number) => Value;
}

/** An activation in which the elements along one axis, `dim`, compete. */
export function defineActivationAlongAxis({ help, range, reference, lower, ...names }: Activation): Layer {
  return defineLayer({
    ...names,
    category: "activation",
    gives: "activation",
    reference: { ...reference, shapes: "input [N, *], output [N, *]" },
    params: { dim: integer({ default: -1, help }) },
    inputs: [{ name: "input" }],
    outputs: [{ name: "output" }],
    infer: ({ params, input }) => {
      expectAxis(params.dim, input("input"));
      return { output: input("input") };
    },
    moves: ({ params: { dim }, arriving }) => axesOf(axesBut(arriving, axisOf(dim, arriving.shape.length))),
    ranges: () => ({ output: range }),
    lower: ({ b, params: { dim }, input }) => {
      const x = input("input");
      return { output: lower(b, x, dim < 0 ? dim + x.type.shape.length : dim) };
    },
  });
}
