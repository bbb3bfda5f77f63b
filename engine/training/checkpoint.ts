import { readFile, stat } from "node:fs/promises";
import { t } from "@vscode/l10n";
import { z } from "zod";
import type { Program, StateSlot } from "../compiler/program";
import type { HostArray } from "../tensor/hostArrays";
import { decodeSafetensors, dtypeOf, rawBytes, safetensorsHeader } from "../interop/safetensors";
import { sameShape, sizeOf } from "../tensor/tensor";
import type { Session } from "../runtime/runtime";
import { EngineError } from "./EngineError";
import { checkpointDoesNotFit, checkpointsDamaged, checkpointUnreadable, noSuchCheckpoint } from "./errors";
import type { RunFolder } from "./RunFolder";
import { stepCheckpoints } from "./stepCheckpoints";
import { writeFileAtomic } from "./writeFileAtomic";

const number = z
  .number()
  .nullable()
  .transform((value) => value ?? NaN);

const count = z.int().min(0);

const cursorSchema = z.object({
  step: count,
  /**
   * Sums over the epoch so far: of `loss`, and each metric's, of which one may be infinite or NaN, which JSON writes as
   * null. Older checkpoints have metrics' means added up, one number each, and nothing can be made of those.
   */
  sums: z.record(z.string(), z.union([number, z.array(number)])),
  /** How many steps those are. */
  count,
  /** Seconds of training so far. */
  seconds: z.number().min(0),
  best: z.object({ step: count, loss: z.number() }).optional(),
  /** Of a schedule that watches the loss: see LearningRate. */
  schedule: z
    .object({
      state: z.object({ learningRate: z.number() }).catchall(z.number().optional()),
      changes: z.array(z.object({ after: count, learningRate: z.number() })).readonly(),
    })
    .optional(),
});

/** Where in the data a checkpoint stands. With the state tensors it determines everything that follows. */
export type Cursor = z.infer<typeof cursorSchema>;

/**
 * Writes every state tensor of a Program (weights, and the optimizer's memory) with the cursor. Writes nothing and
 * gives false where one of them holds NaN or infinity, since nothing can be made of that any more.
 */
export async function saveCheckpoint(
  path: string,
  session: Session,
  program: Program,
  cursor: Cursor,
): Promise<boolean> {
  try {
    await writeFileAtomic(path, checkpointParts(session, program, cursor));
    return true;
  } catch (error) {
    if (error instanceof NotFinite) return false;
    throw error;
  }
}

class NotFinite extends Error {}

/** Bytes of tensors that are read from the device at once: few calls for many small ones, no second copy of a large model. */
const readAtOnce = 2 ** 25;

async function* checkpointParts(
  session: Session,
  { state }: Program,
  cursor: Cursor,
): AsyncGenerator<Uint8Array> {
  let begun = false;
  for (const group of groupsOf(state)) {
    const arrays = await session.read(group.map(({ name }) => name));
    if (!Object.values(arrays).every(isFinite)) throw new NotFinite();
    if (!begun) {
      // Only what a device gives tells whether its numbers are float32 or float64.
      const float = Object.values(arrays).find((array) => !(array instanceof Int32Array));
      const entries = state.map(({ name, value: { type } }) => ({
        name,
        shape: type.shape,
        dtype: type.dtype === "int32" ? "I32" : float ? dtypeOf(float) : "F32",
      }));
      yield safetensorsHeader(entries, { netloom: JSON.stringify(cursor) });
      begun = true;
    }
    for (const { name } of group) yield rawBytes(arrays[name] ?? new Float32Array(0));
  }
}

/** At least one. */
function groupsOf(state: Program["state"]): StateSlot[][] {
  const groups: StateSlot[][] = [[]];
  let bytes = 0;
  for (const slot of state) {
    if (bytes >= readAtOnce) {
      groups.push([]);
      bytes = 0;
    }
    groups.at(-1)?.push(slot);
    bytes += sizeOf(slot.value.type.shape) * 4;
  }
  return groups;
}

function isFinite(array: HostArray): boolean {
  // Without a branch for each number: 0 times NaN or infinity is NaN.
  let zero = 0;
  for (let i = 0; i < array.length; i++) zero += 0 * (array[i] ?? 0);
  return zero === 0;
}

/** Reads a checkpoint back onto a device and gives its cursor. Throws an EngineError where it does not fit. */
export async function loadCheckpoint(path: string, session: Session, program: Program): Promise<Cursor> {
  const bytes = await readWhole(path, program);
  const { tensors, cursor } = decode(bytes, path);
  const values: Record<string, HostArray> = {};
  for (const { name, value } of program.state) {
    const tensor = tensors.get(name);
    const isWhole = tensor?.data instanceof Int32Array;
    if (!tensor || !sameShape(tensor.shape, value.type.shape) || isWhole !== (value.type.dtype === "int32"))
      throw checkpointDoesNotFit(path, name);
    values[name] = tensor.data;
  }
  await session.write(values);
  return cursor;
}

/** Reads only where a checkpoint stands. Throws an EngineError if it cannot be read. */
export async function readCursor(path: string, program: Program): Promise<Cursor> {
  return decode(await readWhole(path, program), path).cursor;
}

/** Loads a run's checkpoint of a step. Throws an EngineError if there is none or it cannot be used. */
export async function loadStep(
  folder: RunFolder,
  step: number,
  session: Session,
  program: Program,
): Promise<Loaded> {
  await checkStep(folder, step);
  const path = folder.checkpoint(step);
  const cursor = await loadCheckpoint(path, session, program);
  if (cursor.step !== step) throw checkpointUnreadable(path, t("it is of step {0}", cursor.step));
  return { cursor };
}

/** Throws an EngineError, which lists those that there are, if a run has no checkpoint of a step. */
export async function checkStep({ path }: RunFolder, step: number): Promise<void> {
  const steps = await stepCheckpoints(path);
  if (!steps.includes(step)) throw noSuchCheckpoint(path, step, steps);
}

/** What a run goes on from. */
export interface Loaded {
  readonly cursor: Cursor;
  /** Why it is not the last checkpoint; undefined where it is. */
  readonly lastIs?: string;
}

/**
 * Loads a run's last checkpoint, or the best one where the last is damaged. Throws an EngineError where neither can be
 * used.
 */
export async function loadLatest(folder: RunFolder, session: Session, program: Program): Promise<Loaded> {
  const reasons: string[] = [];
  for (const kind of ["last", "best"] as const) {
    try {
      const cursor = await loadCheckpoint(folder.checkpoint(kind), session, program);
      return reasons.length === 0 ? { cursor } : { cursor, lastIs: reasons.join(" ") };
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      reasons.push(error.message);
    }
  }
  throw checkpointsDamaged(folder.path, reasons);
}

/** Not more than a checkpoint of the Program can have: eight bytes a number, and names and the cursor. */
async function readWhole(path: string, program: Program): Promise<Uint8Array> {
  const numbers = program.state.reduce((sum, { value }) => sum + sizeOf(value.type.shape), 0);
  const most = numbers * 8 + 2 ** 26;
  try {
    const { size } = await stat(path);
    if (size > most) throw checkpointUnreadable(path, t("it has {0} bytes", size));
    return await readFile(path);
  } catch (error) {
    if (error instanceof EngineError) throw error;
    const isMissing = (error as NodeJS.ErrnoException).code === "ENOENT";
    throw checkpointUnreadable(path, isMissing ? t("there is none") : reasonOf(error));
  }
}

function decode(bytes: Uint8Array, path: string) {
  try {
    const { tensors, metadata } = decodeSafetensors(bytes);
    return { tensors, cursor: cursorSchema.parse(JSON.parse(metadata.netloom ?? "null")) };
  } catch (error) {
    throw checkpointUnreadable(
      path,
      error instanceof z.ZodError ? t("it does not say where it stands") : reasonOf(error),
    );
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
