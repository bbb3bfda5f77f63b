import { readFile } from "node:fs/promises";
import { z } from "zod";
import type { HostArray, Program } from "../compiler/program";
import { decodeSafetensors, encodeSafetensors, type SafeTensor } from "../interop/safetensors";
import { sizeOf } from "../ops/tensor";
import type { Session } from "../runtime/runtime";
import { checkpointDoesNotFit, notARun } from "./errors";
import { writeFileAtomic } from "./writeFileAtomic";

const number = z
  .number()
  .nullable()
  .transform((value) => value ?? NaN);

const cursorSchema = z.object({
  step: z.number(),
  /**
   * Sums over the epoch so far: of `loss`, and each metric's, of which one may be infinite or NaN, which JSON writes as
   * null. Older checkpoints have metrics' means added up, one number each, and nothing can be made of those.
   */
  sums: z.record(z.string(), z.union([number, z.array(number)])),
  /** How many steps those are. */
  count: z.number(),
  /** Seconds of training so far. */
  seconds: z.number(),
  best: z.object({ step: z.number(), loss: z.number() }).optional(),
  /** Of a schedule that watches the loss: see LearningRate. */
  schedule: z
    .object({
      state: z.object({ learningRate: z.number() }).catchall(z.number().optional()),
      changes: z.array(z.object({ after: z.number(), learningRate: z.number() })).readonly(),
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
  const arrays = await session.read(program.state.map(({ name }) => name));
  if (!Object.values(arrays).every(isFinite)) return false;
  const tensors = program.state.map(({ name, value }): [string, SafeTensor] => [
    name,
    { shape: value.type.shape, data: arrays[name] ?? new Float32Array(0) },
  ]);
  await writeFileAtomic(path, encodeSafetensors(new Map(tensors), { netloom: JSON.stringify(cursor) }));
  return true;
}

function isFinite(array: HostArray): boolean {
  // Without a branch for each number: 0 times NaN or infinity is NaN.
  let zero = 0;
  for (let i = 0; i < array.length; i++) zero += 0 * (array[i] ?? 0);
  return zero === 0;
}

/** Reads a checkpoint back onto a device and gives its cursor. Throws an EngineError where it does not fit. */
export async function loadCheckpoint(path: string, session: Session, program: Program): Promise<Cursor> {
  const bytes = await readFile(path).catch(() => {
    throw notARun(path);
  });
  const { tensors, cursor } = decode(bytes, path);
  const values: Record<string, HostArray> = {};
  for (const { name, value } of program.state) {
    const tensor = tensors.get(name);
    if (tensor?.data.length !== sizeOf(value.type.shape)) throw checkpointDoesNotFit(path, name);
    values[name] = tensor.data;
  }
  await session.write(values);
  return cursor;
}

function decode(bytes: Uint8Array, path: string) {
  try {
    const { tensors, metadata } = decodeSafetensors(bytes);
    return { tensors, cursor: cursorSchema.parse(JSON.parse(metadata.netloom ?? "null")) };
  } catch {
    throw notARun(path);
  }
}
