import { at } from "../../tensor/tensor";
import type { OnnxGraph, OnnxNode, OnnxTensor, OnnxValue } from "./model";

/** The name of the symbolic batch axis in the model's inputs and outputs. */
const batch = "N";
/** Two batch sizes to compare: primes that are unlikely to be the size of anything else, which would be mistaken for them. */
export const probeSizes = [61, 67] as const;
const batchSize = "batchSize";

/**
 * Makes one graph for every batch size from a model's graphs at the two `probeSizes`: the sizes that differ contain the
 * batch size. Those of inputs and outputs become symbolic, and those in constants are computed when the model runs. Undefined if anything else
 * differs, as for a mean over the batch.
 */
export function withDynamicBatch(small: OnnxGraph, large: OnnxGraph): OnnxGraph | undefined {
  if (small.nodes.length !== large.nodes.length || small.initializers.length !== large.initializers.length)
    return undefined;
  const sameNodes = small.nodes.every((node, i) => JSON.stringify(node) === JSON.stringify(large.nodes[i]));
  if (!sameNodes) return undefined;
  const inputs = symbolicValues(small.inputs, large.inputs);
  const outputs = symbolicValues(small.outputs, large.outputs);
  const source = inputs?.find(({ shape }) => shape[0] === batch);
  if (!inputs || !outputs || !source) return undefined;

  const constants = new Map<string, OnnxTensor>();
  const shapes: OnnxNode[] = [];
  for (const [i, tensor] of small.initializers.entries()) {
    const parts = partsOf(tensor, at(large.initializers, i));
    if (!parts) return undefined;
    const only = at(parts, 0);
    if (parts.length === 1 && only.kind === "constant") {
      constants.set(tensor.name, tensor);
      continue;
    }
    const names = parts.map((part) => {
      if (part.kind === "constant") {
        const constant = int64Tensor(`batch/${part.values.join("_")}`, part.values);
        constants.set(constant.name, constant);
        return constant.name;
      }
      if (part.factor === 1) return batchSize;
      const factor = int64Tensor(`batch/${part.factor}`, [part.factor]);
      constants.set(factor.name, factor);
      const product = `${batchSize}×${part.factor}`;
      if (!shapes.some(({ outputs: [name] }) => name === product)) {
        shapes.push({ type: "Mul", inputs: [batchSize, factor.name], outputs: [product], attributes: {} });
      }
      return product;
    });
    shapes.push({ type: "Concat", inputs: names, outputs: [tensor.name], attributes: { axis: 0 } });
  }
  const size: OnnxNode = {
    type: "Shape",
    inputs: [source.name],
    outputs: [batchSize],
    attributes: { start: 0, end: 1 },
  };
  return {
    ...small,
    inputs,
    outputs,
    initializers: [...constants.values()],
    nodes: shapes.length > 0 ? [size, ...shapes, ...small.nodes] : small.nodes,
  };
}

/** A run of numbers that do not depend on the batch size, or one number that is the batch size times a factor. */
type Part =
  | { readonly kind: "constant"; readonly values: readonly number[] }
  | { readonly kind: "batch"; readonly factor: number };

/** The parts of a constant at any batch size; undefined if the two graphs do not determine them. */
function partsOf(small: OnnxTensor, large: OnnxTensor): Part[] | undefined {
  if (small.name !== large.name || small.type !== large.type || small.shape.join() !== large.shape.join())
    return undefined;
  const same =
    small.data.length === large.data.length && small.data.every((byte, i) => byte === large.data[i]);
  if (same) return [{ kind: "constant", values: [] }];
  if (small.type !== "int64" || small.shape.length !== 1) return undefined;
  const [a, b] = [small, large].map(int64Values);
  const parts: Part[] = [];
  for (const [i, size] of (a ?? []).entries()) {
    const other = b?.[i];
    const last = parts.at(-1);
    if (size === other) {
      if (last?.kind === "constant")
        parts.splice(-1, 1, { kind: "constant", values: [...last.values, size] });
      else parts.push({ kind: "constant", values: [size] });
    } else {
      const factor = size / probeSizes[0];
      if (!Number.isInteger(factor) || other !== factor * probeSizes[1]) return undefined;
      parts.push({ kind: "batch", factor });
    }
  }
  return parts;
}

function symbolicValues(small: readonly OnnxValue[], large: readonly OnnxValue[]): OnnxValue[] | undefined {
  const values: OnnxValue[] = [];
  for (const [i, value] of small.entries()) {
    const other = large[i];
    if (value.name !== other?.name || value.shape.length !== other.shape.length) return undefined;
    const shape = value.shape.map((size, axis) => {
      if (size === other.shape[axis]) return size;
      return size === probeSizes[0] ? batch : `${Number(size) / probeSizes[0]}${batch}`;
    });
    values.push({ ...value, shape });
  }
  return values;
}

function int64Values({ data }: OnnxTensor): number[] {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  return Array.from({ length: data.byteLength / 8 }, (_, i) => Number(view.getBigInt64(i * 8, true)));
}

function int64Tensor(name: string, values: readonly number[]): OnnxTensor {
  const data = new Uint8Array(BigInt64Array.from(values, BigInt).buffer);
  return { name, type: "int64", shape: [values.length], data };
}
