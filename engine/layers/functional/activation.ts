import type { Builder, Value } from "../../ops/operation";
import { defineLayer, type Layer, type Reference } from "../layer";
import type { Parameters, Values } from "../parameter";

interface Activation<P extends Parameters> {
  readonly type: string;
  readonly summary: string;
  readonly keywords?: readonly string[];
  readonly params: P;
  readonly reference: Omit<Reference, "shapes">;
  /** The function of one number, for tensors. */
  readonly lower: (b: Builder, x: Value, params: Values<P>) => Value;
}

/** An activation that works element by element: its output has its input's shape. */
export function defineActivation<const P extends Parameters>(activation: Activation<P>): Layer {
  const { lower, reference, ...rest } = activation;
  return defineLayer({
    ...rest,
    category: "activation",
    reference: { ...reference, shapes: "input [*], output [*]" },
    inputs: [{ name: "input" }],
    outputs: [{ name: "output" }],
    infer: ({ input }) => ({ output: input("input") }),
    lower: ({ b, input, params }) => ({ output: lower(b, input("input"), params) }),
  });
}
