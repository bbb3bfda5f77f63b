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
  /** The range of its values, given that of its input; unknown by default. */
  readonly range?: (x: Range, params: Values<P>) => Range;
  /** The elementwise function, on tensors. */
  readonly lower: (b: Builder, x: Value, params: Values<P>) => Value;
}

/** An elementwise activation: its output has its input's shape. */
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
