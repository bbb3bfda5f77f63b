import type { Builder, Value } from "../../ops/operation";
import type { Parameters, Values } from "../../parameters/parameter";
import type { Reference } from "../../parameters/reference";
import type { Domain } from "../domain";
import { defineLayer, type Layer } from "../layer";
import type { Range } from "../range";
import { samePlaces } from "../moves";

interface Pointwise<P extends Parameters> {
  readonly type: string;
  readonly summary: string;
  readonly keywords?: readonly string[];
  readonly params: P;
  readonly fresh?: Readonly<Record<string, unknown>>;
  readonly reference: Omit<Reference, "shapes">;
  /** Throws a LayerProblem for parameters that contradict each other. */
  readonly check?: (params: Values<P>) => void;
  /** The numbers for which the function is defined; all by default. */
  readonly domain?: (params: Values<P>) => Domain | undefined;
  /** The image of a range. */
  readonly range: (x: Range, params: Values<P>) => Range;
  /** The function, on tensors. */
  readonly lower: (b: Builder, x: Value, params: Values<P>) => Value;
}

/** A layer that applies a function of one number to each element. */
export function definePointwise<const P extends Parameters>(pointwise: Pointwise<P>): Layer {
  const { reference, check, domain, range, lower, ...rest } = pointwise;
  return defineLayer({
    ...rest,
    category: "structure",
    reference: { ...reference, shapes: "input [*], output [*]" },
    inputs: [{ name: "input" }],
    outputs: [{ name: "output" }],
    infer: ({ params, input }) => {
      check?.(params);
      return { output: input("input") };
    },
    moves: ({ arriving, made }) => samePlaces(arriving, made),
    domains: ({ params }): Readonly<Record<string, Domain>> => {
      const accepted = domain?.(params);
      return accepted ? { input: accepted } : {};
    },
    ranges: ({ params, range: rangeAt }) => ({ output: range(rangeAt("input"), params) }),
    lower: ({ b, params, input }) => ({ output: lower(b, input("input"), params) }),
  });
}
