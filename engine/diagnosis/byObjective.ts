import type { GradientsEvent } from "../run/events";

/**
 * The rows of an event by the objective that they are of, in the objectives' order; undefined for the implicit one. A
 * weight that two objectives update has a row in each.
 */
export function byObjective(event: GradientsEvent): ReadonlyMap<string | undefined, GradientsEvent> {
  const objectives = new Set([...event.weights, ...event.activations].map(({ objective }) => objective));
  return new Map([...objectives].map((objective) => [objective, rowsOf(event, objective)]));
}

function rowsOf(event: GradientsEvent, objective: string | undefined): GradientsEvent {
  const isOwn = (row: { readonly objective?: string }) => row.objective === objective;
  return { ...event, weights: event.weights.filter(isOwn), activations: event.activations.filter(isOwn) };
}
