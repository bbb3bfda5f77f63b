import type { Training } from "../graph/graph";
import { lastWindowEpoch } from "../graph/objectives";
import { defaultEpochs } from "../graph/trainingDefaults";

/**
 * The number of epochs if none is written: until the last window's end if every objective has a window, and otherwise
 * about 1,000 steps, but not before the last window's end.
 */
export function epochsFor({ objectives }: Training, stepsPerEpoch: number): number {
  const windows = objectives.filter(({ epochs }) => epochs !== undefined);
  const last = lastWindowEpoch(windows) ?? 0;
  const isCovered = windows.length > 0 && windows.length === objectives.length;
  return isCovered ? last : Math.max(last, defaultEpochs(stepsPerEpoch));
}
