import { playedFigureCalled } from "../data/catalog/playedFigures";
import type { StartEvent } from "../run/events";

/**
 * Whether a loss that rises is a fault. Not where objectives may undo each other's progress, as in a GAN, nor where a
 * network plays, whose data and targets change with it.
 */
export function lossShowsProgress(start: Pick<StartEvent, "objectives" | "metrics"> | undefined): boolean {
  if (!start) return true;
  const isPlaying = start.metrics.some((name) => playedFigureCalled(name) !== undefined);
  return (start.objectives?.length ?? 0) <= 1 && !isPlaying;
}
