import { readFile, stat } from "node:fs/promises";
import { t } from "@vscode/l10n";
import { z } from "zod";
import type { Program, StateSlot } from "../compiler/program";
import type { HostArray } from "../tensor/hostArrays";
import { decodeSafetensors, dtypeOf, rawBytes, safetensorsHeader } from "../interop/safetensors";
import { sameShape, sizeOf } from "../tensor/tensor";
import type { Session } from "../runtime/runtime";
import { EngineError } from "../run/EngineError";
import { checkpointDoesNotFit, checkpointsDamaged, checkpointUnreadable, noSuchCheckpoint } from "./errors";
import type { RunFolder } from "./RunFolder";
import { stepCheckpoints } from "./stepCheckpoints";
import { writeFileAtomic } from "./writeFileAtomic";

const number = z
  .number()
  .nullable()
  .transform((value) => value ?? NaN);

const count = z.int().min(0);

const schedule = z.object({
  state: z.object({ learningRate: z.number() }).catchall(z.number().optional()),
  changes: z.array(z.object({ after: count, learningRate: z.number() })).readonly(),
});

const cursorSchema = z.object({
  step: count,
  /**
   * Totals over the epoch so far, of the losses and each metric. They may be infinite or NaN, which JSON writes as
   * null. Older checkpoints contain one number per metric, a sum of batch means, which is ignored.
   */
  sums: z.record(z.string(), z.union([number, z.array(number)])),
  /** The number of steps in those totals. */
  count,
  /** Training time so far, in seconds. */
  seconds: z.number().min(0),
  best: z
    .object({
      step: count,
      loss: number,
      /** The watched figure and its value, unless it is the loss that is watched by default. */
      figure: z.string().optional(),
      value: z.number().optional(),
    })
    .optional(),
  /** Epochs since the watched figure improved; absent if the run has no patience to lose. */
  sinceBest: count.optional(),
  /** The state of a schedule that watches the loss: see LearningRate. */
  schedule: schedule.optional(),
  /** Those of objectives with names. */
  schedules: z.record(z.string(), schedule).optional(),
});

/** The state of Programs that a checkpoint contains. */
type Saved = Pick<Program, "state">;

/** Where it is read from and written to. */
type Store = Pick<Session, "read" | "write">;

/** The position of a checkpoint in its run. Together with the state tensors, it determines everything that follows. */
export type Cursor = z.infer<typeof cursorSchema>;

/**
 * Saves every state tensor of a Program (weights and optimizer state) with the cursor. Returns false and writes nothing
 * if one of them contains NaN or infinity, since training cannot recover from that.
 */
export async function saveCheckpoint(
  path: string,
  session: Store,
  program: Saved,
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

/**
 * Bytes read from the device at once: few calls for many small tensors, and no second copy of a large model in memory.
 */
const readAtOnce = 2 ** 25;

async function* checkpointParts(
  session: Store,
  { state }: Saved,
  cursor: Cursor,
): AsyncGenerator<Uint8Array> {
  let begun = false;
  for (const group of groupsOf(state)) {
    const arrays = await session.read(group.map(({ name }) => name));
    if (!Object.values(arrays).every(isFinite)) throw new NotFinite();
    if (!begun) {
      // Only the arrays themselves show whether a device uses float32 or float64.
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

/** Groups state tensors for reading; at least one group. */
function groupsOf(state: Saved["state"]): StateSlot[][] {
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
  // Avoids a branch per number: 0 times NaN or infinity is NaN.
  let zero = 0;
  for (let i = 0; i < array.length; i++) zero += 0 * (array[i] ?? 0);
  return zero === 0;
}

/** Loads a checkpoint onto a device and returns its cursor. Throws an EngineError if it does not match the Program. */
export async function loadCheckpoint(path: string, session: Store, program: Saved): Promise<Cursor> {
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
  try {
    await session.write(values);
  } catch (error) {
    if (error instanceof RangeError) throw checkpointDoesNotFit(path, error.message);
    throw error;
  }
  return cursor;
}

/** Reads only the cursor of a checkpoint. Throws an EngineError if it cannot be read. */
export async function readCursor(path: string, program: Saved): Promise<Cursor> {
  return decode(await readWhole(path, program), path).cursor;
}

/** Loads a run's checkpoint of a step. Throws an EngineError if there is none or it cannot be used. */
export async function loadStep(
  folder: RunFolder,
  step: number,
  session: Store,
  program: Saved,
): Promise<Loaded> {
  await checkStep(folder, step);
  const path = folder.checkpoint(step);
  const cursor = await loadCheckpoint(path, session, program);
  if (cursor.step !== step) throw checkpointUnreadable(path, t("it was saved at step {0}", cursor.step));
  return { cursor };
}

/** Throws an EngineError that lists the existing checkpoints if a run has none of the given step. */
export async function checkStep({ path }: Pick<RunFolder, "path">, step: number): Promise<void> {
  const steps = await stepCheckpoints(path);
  if (!steps.includes(step)) throw noSuchCheckpoint(path, step, steps);
}

/** The checkpoint that a run resumes from. */
export interface Loaded {
  readonly cursor: Cursor;
  /** Why the last checkpoint could not be used; undefined if it was. */
  readonly lastUnusable?: string;
}

/**
 * Loads a run's last checkpoint, or the best one if the last is damaged. Throws an EngineError if neither can be used.
 */
export async function loadLatest(folder: RunFolder, session: Store, program: Saved): Promise<Loaded> {
  const reasons: string[] = [];
  for (const kind of ["last", "best"] as const) {
    try {
      const cursor = await loadCheckpoint(folder.checkpoint(kind), session, program);
      return reasons.length === 0 ? { cursor } : { cursor, lastUnusable: reasons.join(" ") };
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      reasons.push(error.message);
    }
  }
  throw checkpointsDamaged(folder.path, reasons);
}

/** Refuses a file larger than any checkpoint of the Program: eight bytes per element, plus names and the cursor. */
async function readWhole(path: string, program: Saved): Promise<Uint8Array> {
  const numbers = program.state.reduce((sum, { value }) => sum + sizeOf(value.type.shape), 0);
  const most = numbers * 8 + 2 ** 26;
  try {
    const { size } = await stat(path);
    if (size > most)
      throw checkpointUnreadable(path, t("it has {0} bytes, too many for a checkpoint of this model", size));
    return await readFile(path);
  } catch (error) {
    if (error instanceof EngineError) throw error;
    const isMissing = (error as NodeJS.ErrnoException).code === "ENOENT";
    throw checkpointUnreadable(path, isMissing ? t("the file does not exist") : reasonOf(error));
  }
}

function decode(bytes: Uint8Array, path: string) {
  try {
    const { tensors, metadata } = decodeSafetensors(bytes);
    return { tensors, cursor: cursorSchema.parse(JSON.parse(metadata.netloom ?? "null")) };
  } catch (error) {
    throw checkpointUnreadable(
      path,
      error instanceof z.ZodError ? t("its metadata are invalid") : reasonOf(error),
    );
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
