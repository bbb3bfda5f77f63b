import type { LikelyClass } from "../run/prediction";
import { at } from "../tensor/tensor";
import type { Predicted } from "./Predictor";

/** The classes of one position of one sample, the most likely first; empty for an output that reads none. */
export function readClasses({ output, read }: Predicted, sample: number, position = 0): LikelyClass[] {
  if (output.reads !== "classes" || !read) return [];
  const [positions, classes] = [at(read.shape, 1), at(read.shape, 2)];
  const start = (sample * positions + position) * classes;
  const logs = [...read.data.slice(start, start + classes)];
  return logs
    .map((log, index) => ({
      index,
      name: output.classNames?.[index] ?? String(index),
      probability: Math.exp(log),
    }))
    .sort((a, b) => b.probability - a.probability);
}
