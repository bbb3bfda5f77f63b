import { listed } from "./inputs";
import { defineOperation, type Body, type Builder, type Value } from "./operation";
import { at, sizeOf, type HostTensor, type TensorType } from "../tensor/tensor";

declare module "./operation" {
  interface Operations {
    /** The initial states, sequences [T, …], and constants that are the same for every row. */
    scan: Signature<[List<"states">, List<"sequences">, List<"constants">], ScanAttributes, "list">;
  }
}

export interface ScanAttributes {
  /** Takes the previous states, a row of each sequence and the constants; returns the next states, then output rows. */
  readonly body: Body;
  /** Whether rows are read and written from the last to the first. */
  readonly reverse: boolean;
}

/** A scan's inputs. */
export interface ScanInputs {
  readonly states: readonly Value[];
  /** [T, …] each. */
  readonly sequences: readonly Value[];
  readonly constants: readonly Value[];
  /** Whether rows are read from the last to the first. */
  readonly reverse?: boolean;
}

/** The inputs of one step. */
export interface ScanStep {
  readonly states: readonly Value[];
  readonly rows: readonly Value[];
  readonly constants: readonly Value[];
}

/** Repeats a step along sequences and returns the states after every row, [T, …] each. Implemented in `engine/compiler`. */
export type ScanOver = (
  b: Builder,
  inputs: ScanInputs,
  step: (b: Builder, given: ScanStep) => readonly Value[],
) => readonly Value[];

/**
 * Repeats a body along the first axis of sequences. Outputs: the final states, then sequences [T, …] of the body's output
 * rows. The same as `jax.lax.scan` and ONNX's Scan. A Program does not grow with the length of the recurrence.
 */
export const scan = defineOperation({
  name: "scan",
  inputs: [{ list: "states" }, { list: "sequences" }, { list: "constants" }],
  outputs: "list",
  infer: (inputs, { body }) => {
    const length = lengthOf(inputs.sequences);
    const rows = inputs.sequences.map((type) => ({ ...type, shape: type.shape.slice(1) }));
    listed({ ...inputs, sequences: rows }).forEach((given, i) => {
      const expected = at(body.feeds, i).value.type;
      if (given.dtype !== expected.dtype || given.shape.join() !== expected.shape.join())
        throw new Error(
          `scan: input ${String(i)} is [${given.shape.join()}], the body takes [${expected.shape.join()}]`,
        );
    });
    return body.outputs.map(({ value: { type } }, i) =>
      i < inputs.states.length ? type : { ...type, shape: [length, ...type.shape] },
    );
  },
  reference: ({ states, sequences, constants }, outputs, { body, reverse }, run) => {
    const length = lengthOf(sequences.map(({ type }) => type));
    let current = states;
    for (let step = 0; step < length; step++) {
      const index = reverse ? length - 1 - step : step;
      const rows = sequences.map((sequence) => rowOf(sequence, index));
      const results = run(body, [...current, ...rows, ...constants]);
      current = results.slice(0, states.length);
      results.slice(states.length).forEach(({ data }, i) => {
        rowOf(at(outputs, states.length + i), index).data.set(data);
      });
    }
    current.forEach(({ data }, i) => {
      at(outputs, i).data.set(data);
    });
  },
  gradient: "body",
  webgpu: {
    kind: "kernels",
    plan: () => {
      throw new Error("a scan is a loop over the kernels of its body, which `compileStep` builds");
    },
  },
  onnx: (emit, inputs, instruction) => emit.scan(inputs, instruction),
});

function lengthOf(sequences: readonly TensorType[]): number {
  const lengths = sequences.map(({ shape }) => at(shape, 0));
  const length = at(lengths, 0);
  if (lengths.some((other) => other !== length))
    throw new Error(`scan: sequences of ${lengths.join(", ")} rows`);
  return length;
}

/** A row of a sequence, as a view of the sequence's memory. */
function rowOf({ type, data }: HostTensor, index: number): HostTensor {
  const shape = type.shape.slice(1);
  const size = sizeOf(shape);
  return { type: { ...type, shape }, data: data.subarray(index * size, (index + 1) * size) };
}
