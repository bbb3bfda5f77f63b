import { readFile, realpath, stat } from "node:fs/promises";
import { averagesOf, averageName } from "../compiler/averages";
import { weightsOf, type NamedWeight } from "../compiler/weights";
import { decodeSafetensors, type SafeTensor } from "../interop/safetensors";
import { isCarriedData, statePath, weightOfState } from "../tensor/path";
import type { TypedGraph } from "../graph/typedGraph";
import { sameShape } from "../tensor/tensor";
import type { NameList, WeightsReport } from "../run/events";
import { checkpointPath, type CheckpointName } from "../runFolder/runPaths";
import { availableMemory } from "../runtime/availableMemory";
import { checkStep } from "./checkpoint";
import { noCheckpoint, noWeightFits, notSafetensors, tensorsTooLarge } from "./errors";
import type { Tensors } from "./gradientPass";
import type { TrainingPlan } from "./TrainingPlan";

/** The most names that a report lists; it always gives the total. */
const mostNames = 20;

/** The weights of a model that a tensor file provides. */
export interface MatchedWeights {
  readonly tensors: Tensors;
  readonly report: WeightsReport;
}

/**
 * Reads the weights to start a run from, to export or to predict with: from a tensor file, or from a checkpoint of a run
 * folder, by default the best, otherwise the last. A run with averages gives those. Throws an EngineError.
 */
export async function readTensors(
  path: string,
  checkpoint?: CheckpointName,
): Promise<{ readonly tensors: Tensors; readonly file: string }> {
  const file = await weightsFile(path, checkpoint);
  await refuseTooLarge(file);
  try {
    return { tensors: averaged(decodeSafetensors(await readFile(file)).tensors), file };
  } catch (error) {
    throw notSafetensors(file, error instanceof Error ? error.message : String(error));
  }
}

/** The tensors of a checkpoint with the averages of its weights under the names of the weights, if it has any. */
function averaged(tensors: Tensors): Tensors {
  const means = [...tensors].flatMap(([name, tensor]) => {
    const weight = weightOfState(name);
    return weight !== undefined && name === statePath(weight, averageName) ? [[weight, tensor] as const] : [];
  });
  return means.length === 0 ? tensors : new Map([...tensors, ...means]);
}

/** Throws an EngineError for a file that does not fit into memory. */
async function refuseTooLarge(file: string): Promise<void> {
  const size = await stat(file).then(
    (found) => found.size,
    () => 0,
  );
  const available = availableMemory();
  if (size > available) throw tensorsTooLarge(file, size, available);
}

/**
 * The tensor file at a path, or the checkpoint of a run folder, by default the best, otherwise the last. Throws an
 * EngineError if there is none.
 */
export async function weightsFile(path: string, checkpoint?: CheckpointName): Promise<string> {
  if (!(await isFolder(path))) {
    if (checkpoint !== undefined) throw noCheckpoint(path);
    return path;
  }
  if (typeof checkpoint === "number") await checkStep({ path }, checkpoint);
  for (const name of checkpoint === undefined ? (["best", "last"] as const) : [checkpoint]) {
    const file = await realpath(checkpointPath(path, name)).catch(() => undefined);
    if (file !== undefined) return file;
  }
  throw noCheckpoint(path, checkpoint);
}

/** Whether there is a folder at a path. */
export async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

/** The tensors with the name and shape of a weight, and a report of all others. */
export function matchWeights(
  weights: readonly NamedWeight[],
  tensors: Tensors,
  source: string,
): MatchedWeights {
  const known = new Map<string, readonly number[]>(weights.map(({ name, shape }) => [name, shape]));
  const found = new Map<string, SafeTensor>();
  const [matched, otherShape, onlyInFile] = [new Names(), new Names(), new Names()];
  for (const [name, tensor] of tensors) {
    const shape = known.get(name);
    if (!shape && (known.has(weightOfState(name) ?? "") || isCarriedData(name))) continue;
    if (!shape) onlyInFile.add(name);
    else if (!sameShape(shape, tensor.shape))
      otherShape.add(`${name} [${tensor.shape.join(", ")}] → [${shape.join(", ")}]`);
    else {
      matched.add(name);
      found.set(name, tensor);
    }
  }
  const onlyInModel = new Names();
  for (const name of known.keys()) if (!tensors.has(name)) onlyInModel.add(name);
  const report = {
    source,
    matched: matched.list,
    otherShape: otherShape.list,
    onlyInFile: onlyInFile.list,
    onlyInModel: onlyInModel.list,
  };
  return { tensors: found, report };
}

/**
 * Replaces the initial weights of a new run by those of a file or another run that match. Throws an EngineError if none
 * does.
 */
export async function writeWeights(
  { typed, session, runtime }: TrainingPlan,
  path: string,
): Promise<WeightsReport> {
  const { tensors, file } = await readTensors(path);
  const { tensors: matching, report } = matchWeights(weightsOf(typed), tensors, file);
  if (matching.size === 0) throw noWeightFits(file);
  const Floats = runtime.device.kind === "reference" ? Float64Array : Float32Array;
  const starting = withCopies(typed, matching);
  await session.write(Object.fromEntries([...starting].map(([name, { data }]) => [name, Floats.from(data)])));
  return report;
}

/** The given weights, also for the weights that start as copies of them: followers that are not given, and averages. */
export function withCopies(typed: TypedGraph, given: Tensors): Tensors {
  const copies = weightsOf(typed).flatMap(({ name, follows }) => {
    const tensor = follows === undefined || given.has(name) ? undefined : given.get(follows);
    return tensor ? [[name, tensor] as const] : [];
  });
  const means = [...averagesOf(typed)].flatMap(([weight, slot]) => {
    const tensor = given.get(weight);
    return tensor ? [[slot, tensor] as const] : [];
  });
  return new Map([...given, ...copies, ...means]);
}

class Names {
  private count = 0;
  private readonly names: string[] = [];

  add(name: string): void {
    if (this.count++ < mostNames) this.names.push(name.slice(0, 200));
  }

  get list(): NameList {
    return { count: this.count, names: this.names };
  }
}
