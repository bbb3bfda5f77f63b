import type { GraphType } from "../../tensor/graphType";

/**
 * Where units are after the axes from `start` up to and without `end` have become `count` others. Units along one of them
 * lie along the first of the new ones: a row of features that becomes channels of pictures has a unit for each channel.
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
