import type { RunEvent, StepsEvent } from "../../engine/run/events";

/** Joins events with consecutive steps of one epoch into one event. */
export function joinSteps(events: readonly RunEvent[]): RunEvent[] {
  const result: RunEvent[] = [];
  for (const event of events) {
    const before = result.at(-1);
    if (
      event.event === "steps" &&
      before?.event === "steps" &&
      before.epoch === event.epoch &&
      before.first + before.loss.length === event.first
    )
      result[result.length - 1] = join(before, event);
    else result.push(event);
  }
  return result;
}

function join(before: StepsEvent, next: StepsEvent): StepsEvent {
  const names = new Set([...Object.keys(before.metrics), ...Object.keys(next.metrics)]);
  const metrics = Object.fromEntries(
    [...names].map((name) => [name, [...(before.metrics[name] ?? []), ...(next.metrics[name] ?? [])]]),
  );
  return {
    ...next,
    first: before.first,
    loss: [...before.loss, ...next.loss],
    metrics,
    ...(next.learningRates && { learningRates: [...(before.learningRates ?? []), ...next.learningRates] }),
  };
}
