import type { GraphType } from "../../tensor/graphType";

/**
 * The unit axis after the axes from `start` to before `end` have been replaced by `count` others. If it was one of
 * them, it becomes the first of the new ones: a row of features that becomes channels of images has one unit per
 * channel.
 */
export function unitsBehind(
  { units }: GraphType,
  start: number,
  end: number,
  count: number,
): Pick<GraphType, "units"> {
  if (units === undefined || units < start) return units === undefined ? {} : { units };
  if (units >= end) return { units: units + count - (end - start) };
  return count > 0 ? { units: start } : {};
}
