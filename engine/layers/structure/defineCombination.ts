import type { Builder, Value } from "../../ops/operation";
import { defineLayer, type Layer } from "../layer";
import type { Reference } from "../../parameters/reference";
import { combined } from "../range";
import { broadcastMany, manyOperands } from "../functional/broadcast";
import { operands } from "../functional/operands";
import { samePlaces } from "../moves";

interface Combination {
  readonly type: string;
  readonly summary: string;
  readonly keywords?: readonly string[];
  readonly reference: Omit<Reference, "shapes">;
  /** Combines two tensors that broadcast; more are combined one after the other. */
  readonly combine: (b: Builder, left: Value, right: Value) => Value;
  /** The same for two numbers. */
  readonly number: (left: number, right: number) => number;
}

/** A layer that combines two or more tensors elementwise; they broadcast by NumPy's rules. */
export function defineCombination({ combine, number, reference, ...rest }: Combination): Layer {
  return defineLayer({
    ...rest,
    category: "structure",
    reference: {
      ...reference,
      shapes:
        "input: two or more tensors that broadcast by NumPy's rule; output: the shape they have together",
    },
    params: {},
    inputs: [manyOperands],
    outputs: [{ name: "output" }],
    infer: ({ inputs }) => broadcastMany(inputs.input),
    moves: ({ arriving, made }) => samePlaces(arriving, made),
    ranges: ({ ranges }) => {
      const [first, others] = operands(ranges("input"));
      return { output: others.reduce((left, right) => combined(number, left, right), first) };
    },
    lower: ({ b, inputs }) => {
      const [first, others] = operands(inputs.input);
      return { output: others.reduce((left, right) => combine(b, left, right), first) };
    },
  });
}
