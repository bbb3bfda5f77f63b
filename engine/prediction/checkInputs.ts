import { t } from "@vscode/l10n";
import { restrictedInputs } from "../graph/restrictedInputs";
import type { TypedGraph } from "../graph/typedGraph";
import type { SafeTensor } from "../interop/safetensors";
import { showDomain, takes } from "../layers/domain";
import { hasBatch, sampleShape, sampleSize } from "../tensor/graphType";
import type { HostArray } from "../tensor/hostArrays";
import { sameShape } from "../tensor/tensor";
import {
  inputNotNeeded,
  inputsMissing,
  notFinite,
  notWhole,
  outsideDomain,
  unequalCounts,
  wrongShape,
} from "./errors";
import type { PredictionInput } from "./ports";

/** Arrays by path, as they are fed, and the number of samples in them; undefined if no input has samples. */
export interface CheckedInputs {
  readonly arrays: ReadonlyMap<string, HostArray>;
  readonly count: number | undefined;
}

/**
 * Checks what is given for a prediction, by path: one sample, or several along a first axis. Throws an EngineError that
 * says which input is wrong, in which sample.
 */
export function checkInputs(
  part: TypedGraph,
  inputs: readonly PredictionInput[],
  given: ReadonlyMap<string, SafeTensor>,
): CheckedInputs {
  const missing = inputs.filter(({ path }) => !given.has(path));
  if (missing.length > 0) throw inputsMissing(missing);
  const paths = inputs.map(({ path }) => path);
  for (const name of given.keys())
    if (!paths.some((path) => path === name)) throw inputNotNeeded(name, paths);
  const arrays = new Map<string, HostArray>();
  let counted: { path: string; count: number } | undefined;
  for (const input of inputs) {
    const tensor = given.get(input.path);
    if (!tensor) continue;
    const count = countOf(input, tensor);
    if (hasBatch(input.type)) {
      if (counted && counted.count !== count)
        throw unequalCounts(input.path, count, counted.path, counted.count);
      counted = { path: input.path, count };
    }
    checkValues(part, input, tensor.data);
    arrays.set(
      input.path,
      input.type.dtype === "int32" ? Int32Array.from(tensor.data) : Float32Array.from(tensor.data),
    );
  }
  return { arrays, count: counted?.count };
}

/** How many samples a tensor has. */
function countOf({ path, type }: PredictionInput, { shape, data }: SafeTensor): number {
  const sample = sampleShape(type);
  if (sameShape(shape, sample)) return 1;
  if (hasBatch(type) && shape.length > 0 && data.length > 0 && sameShape(shape.slice(1), sample))
    return data.length / sampleSize(type);
  throw wrongShape(path, shape, type);
}

function checkValues(
  part: TypedGraph,
  { node, port, path, type }: PredictionInput,
  data: SafeTensor["data"],
): void {
  const size = sampleSize(type);
  const sampleOf = (index: number) => Math.floor(index / size);
  const bad = data.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) throw notFinite(path, sampleOf(bad));
  if (type.dtype === "int32") {
    const index = data.findIndex((value) => !Number.isInteger(value));
    if (index >= 0) throw notWhole(path, data[index] ?? 0, sampleOf(index));
  }
  if (type.classes !== undefined) {
    const last = type.classes - 1;
    const index = data.findIndex((value) => value < 0 || value > last);
    const whole = t("whole numbers from {0} to {1}", 0, last);
    if (index >= 0) throw outsideDomain(path, data[index] ?? 0, sampleOf(index), whole);
  }
  for (const { source, domain } of restrictedInputs(part.nodes)) {
    if (source.node !== node || source.port !== port) continue;
    const index = data.findIndex((value) => !takes(domain, value));
    if (index < 0) continue;
    const value = data[index] ?? 0;
    const hint = domain.advice({ low: value, high: value });
    throw outsideDomain(path, value, sampleOf(index), showDomain(domain), hint);
  }
}
