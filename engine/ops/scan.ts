import { defineOperation, type Body, type Value } from "./operation";
import { at, sizeOf, type HostTensor, type TensorType } from "../tensor/tensor";

declare module "./operation" {
  interface Operations {
    scan: Signature<"list", ScanAttributes, "list">;
  }
}

export interface ScanAttributes {
  /** Takes the states before, a row of each sequence and the constants; gives the states after, then rows. */
  readonly body: Body;
  readonly states: number;
  readonly sequences: number;
  /** Rows, in and out, from the last to the first. */
  readonly reverse: boolean;
}

/** What a scan goes over. */
export interface ScanInputs {
  readonly states: readonly Value[];
  /** [T, …] each. */
  readonly sequences: readonly Value[];
  readonly constants: readonly Value[];
  /** From the last row to the first. */
  readonly reverse?: boolean;
}

/** What one step of it takes. */
export interface ScanStep {
  readonly states: readonly Value[];
  readonly rows: readonly Value[];
  readonly constants: readonly Value[];
}

/**
 * Repeats a body along the first axis of sequences. Inputs: the first states, the sequences [T, …], then constants that are the
 * same for every row. Outputs: the last states, then what the body gives for each row as sequences [T, …]. The same as
 * `jax.lax.scan` and ONNX's Scan. A program of a long recurrence stays as small as that of a short one.
 */
export const scan = defineOperation({
  name: "scan",
  listsOutputs: true,
  infer: (inputs, { body, states, sequences }) => {
    const length = lengthOf(inputs, states, sequences);
    inputs.forEach((type, i) => {
      const row = i >= states && i < states + sequences ? { ...type, shape: type.shape.slice(1) } : type;
      const wanted = at(body.feeds, i).value.type;
      if (row.dtype !== wanted.dtype || row.shape.join() !== wanted.shape.join())
        throw new Error(
          `scan: input ${String(i)} is [${row.shape.join()}], the body takes [${wanted.shape.join()}]`,
        );
    });
    return body.outputs.map(({ value: { type } }, i) =>
      i < states ? type : { ...type, shape: [length, ...type.shape] },
    );
  },
  reference: (inputs, outputs, { body, states, sequences, reverse }, run) => {
    const length = lengthOf(
      inputs.map(({ type }) => type),
      states,
      sequences,
    );
    let current = inputs.slice(0, states);
    const constants = inputs.slice(states + sequences);
    for (let step = 0; step < length; step++) {
      const index = reverse ? length - 1 - step : step;
      const rows = inputs.slice(states, states + sequences).map((sequence) => rowOf(sequence, index));
      const results = run(body, [...current, ...rows, ...constants]);
      current = results.slice(0, states);
      results.slice(states).forEach(({ data }, i) => {
        rowOf(at(outputs, states + i), index).data.set(data);
      });
    }
    current.forEach(({ data }, i) => {
      at(outputs, i).data.set(data);
    });
  },
  vjp: "body",
  webgpu: {
    kind: "kernels",
    plan: () => {
      throw new Error("a scan is a loop over the kernels of its body, which `compileStep` makes");
    },
  },
  onnx: (emit, inputs, instruction) => emit.scan(inputs, instruction),
});

function lengthOf(inputs: readonly TensorType[], states: number, sequences: number): number {
  const lengths = inputs.slice(states, states + sequences).map(({ shape }) => at(shape, 0));
  const length = at(lengths, 0);
  if (lengths.some((other) => other !== length))
    throw new Error(`scan: sequences of ${lengths.join(", ")} rows`);
  return length;
}

/** A row of a sequence, on the sequence's own memory. */
function rowOf({ type, data }: HostTensor, index: number): HostTensor {
  const shape = type.shape.slice(1);
  const size = sizeOf(shape);
  return { type: { ...type, shape }, data: data.subarray(index * size, (index + 1) * size) };
}
