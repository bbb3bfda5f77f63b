import type { Builder, Value } from "../../ops/operation";
import { defineLayer, type Layer } from "../layer";
import type { Reference } from "../../parameters/reference";
import type { Parameters, Values } from "../../parameters/parameter";
import { anyNumber, type Range } from "../range";

interface Activation<P extends Parameters> {
  readonly type: string;
  readonly summary: string;
  readonly keywords?: readonly string[];
  readonly params: P;
  readonly reference: Omit<Reference, "shapes">;
  /** Where its values lie, by where its input does; not known by default. */
  readonly range?: (x: Range, params: Values<P>) => Range;
  /** The function of one number, for tensors. */
  readonly lower: (b: Builder, x: Value, params: Values<P>) => Value;
}

/** An activation that works element by element: its output has its input's shape. */
export function defineActivation<const P extends Parameters>(activation: Activation<P>): Layer {
  const { lower, range, reference, ...rest } = activation;
  return defineLayer({
    ...rest,
    category: "activation",
    gives: "activation",
    reference: { ...reference, shapes: "input [*], output [*]" },
    inputs: [{ name: "input" }],
    outputs: [{ name: "output" }],
    infer: ({ input }) => ({ output: input("input") }),
    ranges: (context) => ({ output: range?.(context.range("input"), context.params) ?? anyNumber }),
    lower: ({ b, input, params }) => ({ output: lower(b, input("input"), params) }),
  });
}
