import type { GradientsEvent } from "../../engine/run/events";
import { histogramsOf, withoutCounts } from "../../engine/run/histograms";
import { pathOf, updatePath } from "../../engine/tensor/path";

/** The most events stored, which is what the sparklines show. */
const maxEvents = 160;
/** The most statistics of single weights stored, over all events: with very many weights, the history is shorter. */
const maxStatistics = 200_000;
/** The most weights whose largest gradient norm is stored. */
const maxNorms = 100_000;
/** Number of newest events sent with histogram counts; older ones are sent without. */
const withHistograms = 12;
/** Approximate size of one message to the view, in bytes. */
const messageBytes = 80_000;

/** The gradient statistics of a run, oldest first. Older ones are thinned out, so that the history covers the whole run. */
export class GradientHistory {
  private events: GradientsEvent[] = [];
  private readonly norms = new Map<string, number>();

  append(event: GradientsEvent): void {
    this.events.push(event);
    for (const { node, name, objective, gradientNorm = NaN } of event.weights) {
      const key = updatePath(pathOf(node, name), objective);
      if (Number.isFinite(gradientNorm) && (this.norms.size < maxNorms || this.norms.has(key)))
        this.norms.set(key, Math.max(this.norms.get(key) ?? 0, gradientNorm));
    }
    const statistics = this.events.reduce((sum, { weights }) => sum + weights.length, 0);
    if (this.events.length <= maxEvents && (statistics <= maxStatistics || this.events.length < 4)) return;
    // Drops every second event of the older half; the newer half stays dense.
    const half = Math.floor(this.events.length / 2);
    this.events = this.events.filter((_, index) => index >= half || index % 2 === 0);
  }

  /** Drops the statistics from this step on. */
  forgetFrom(step: number): void {
    this.events = this.events.filter((event) => event.step < step);
  }

  /** The largest finite gradient norm of each weight by each objective (`updatePath`) so far, including events that were dropped. */
  get largest(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.norms);
  }

  get latest(): GradientsEvent | undefined {
    return this.events.at(-1);
  }

  newest(count: number): readonly GradientsEvent[] {
    return this.events.slice(-count);
  }

  /**
   * The events after a step, or all events, in lists that each fit into one message. All but the newest events come
   * without histogram counts.
   */
  since(step = -1): GradientsEvent[][] {
    const messages: GradientsEvent[][] = [];
    let room = 0;
    for (const [index, event] of this.events.entries()) {
      if (event.step <= step) continue;
      const light = index < this.events.length - withHistograms ? withoutCounts(event) : event;
      const size = sizeOf(light);
      if (room < size || messages.length === 0) {
        messages.push([]);
        room = messageBytes;
      }
      messages.at(-1)?.push(light);
      room -= size;
    }
    return messages;
  }
}

/** Approximate size as JSON, in bytes. */
function sizeOf({ weights, activations }: GradientsEvent): number {
  const counts = weights
    .flatMap(histogramsOf)
    .reduce((sum, [, histogram]) => sum + histogram.counts.length, 0);
  return 100 + weights.length * 400 + counts * 6 + activations.length * 100;
}
