import type { GradientsEvent } from "../../engine/run/events";
import { histogramsOf, withoutCounts } from "../../engine/run/histograms";
import { pathOf } from "../../engine/tensor/path";

/** Statistics that are kept for the sparklines. */
const kept = 160;
/** Weights whose statistics are kept, over all of them: a network of very many has a shorter history. */
const keptWeights = 200_000;
const keptNorms = 100_000;
/** How many of the newest keep their histograms in a snapshot; the older ones go without counts. */
const withHistograms = 12;
/** Bytes in one message to the view, roughly. */
const messageBytes = 80_000;

/** The gradient statistics of a run, oldest first. Older ones are thinned, so that the whole run stays in sight. */
export class GradientHistory {
  private events: GradientsEvent[] = [];
  private readonly norms = new Map<string, number>();

  append(event: GradientsEvent): void {
    this.events.push(event);
    for (const { node, name, gradientNorm = NaN } of event.weights) {
      const key = pathOf(node, name);
      if (Number.isFinite(gradientNorm) && (this.norms.size < keptNorms || this.norms.has(key)))
        this.norms.set(key, Math.max(this.norms.get(key) ?? 0, gradientNorm));
    }
    const weights = this.events.reduce((sum, kept) => sum + kept.weights.length, 0);
    if (this.events.length <= kept && (weights <= keptWeights || this.events.length < 4)) return;
    // Every second of the older half goes; the newer half stays dense.
    const half = Math.floor(this.events.length / 2);
    this.events = this.events.filter((_, index) => index >= half || index % 2 === 0);
  }

  forgetFrom(step: number): void {
    this.events = this.events.filter((event) => event.step < step);
  }

  /** The largest finite gradient norm of each weight (`node.name`) so far, also of what was thinned out or is repeated. */
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
   * What came after a step (the whole history where none is given), in lists of which each fits in one message. All
   * but the newest go without the counts of their histograms.
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

/** Bytes as JSON, roughly. */
function sizeOf({ weights, activations }: GradientsEvent): number {
  const counts = weights
    .flatMap(histogramsOf)
    .reduce((sum, [, histogram]) => sum + histogram.counts.length, 0);
  return 100 + weights.length * 400 + counts * 6 + activations.length * 100;
}
