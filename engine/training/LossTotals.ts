import type { HostArrays } from "../tensor/hostArrays";
import { outputName } from "../compiler/outputTag";
import type { Tally } from "../compiler/tally";
import { at } from "../tensor/tensor";

interface Total {
  sum: number;
  count: number;
}

/** How far below 0 a row's loss may be because of rounding. */
const rounding = 1e-3;

/**
 * Accumulates the loss over any number of batches, in float64; the result is that of one batch of all their rows. Each
 * loss is its sum divided by its count; the penalties on weights, which do not depend on rows, are averaged over the
 * batches.
 */
export class LossTotals {
  private readonly totals: readonly Total[];
  private penalty = 0;
  private batches = 0;

  /** The name of the penalties' totals in a checkpoint. */
  private readonly penaltyName: string;

  /**
   * @param tally An objective's losses, which are the same for all batch sizes.
   * @param objective The objective's name, if it has one.
   */
  constructor(
    private readonly tally: Tally,
    objective?: string,
  ) {
    this.penaltyName = outputName({ kind: "penalty", objective });
    this.totals = tally.losses.map(() => ({ sum: 0, count: 0 }));
  }

  /** Adds a step's outputs; `tally` is that of its Program. */
  add(outputs: HostArrays, { losses, penalty }: Tally): void {
    for (let i = 0; i < losses.length; i++) {
      const { sum, count } = at(losses, i);
      const total = at(this.totals, i);
      total.sum += outputs[sum]?.[0] ?? NaN;
      if (count !== "none") total.count += "each" in count ? count.each : (outputs[count.output]?.[0] ?? NaN);
    }
    if (penalty !== undefined) this.penalty += outputs[penalty]?.[0] ?? NaN;
    this.batches++;
  }

  get hasBatches(): boolean {
    return this.batches > 0;
  }

  clear(): void {
    for (const total of this.totals) total.sum = total.count = 0;
    this.penalty = 0;
    this.batches = 0;
  }

  /** The loss of everything added since the last `clear`; NaN if no row counted towards one of the losses. */
  compute(): number {
    let total = this.penalty / Math.max(1, this.batches);
    this.tally.losses.forEach((loss, i) => {
      const { sum, count } = at(this.totals, i);
      total += loss.factor * (loss.count === "none" ? sum : sum / count);
    });
    return total;
  }

  /** The node of the first loss towards which no row counted since the last `clear`. */
  lossWithoutRows(): string | undefined {
    return this.tally.losses.find(({ count }, i) => count !== "none" && at(this.totals, i).count === 0)?.node;
  }

  /** The first of the given losses (by node) that is negative beyond rounding since the last `clear`. */
  negative(losses: ReadonlySet<string>): string | undefined {
    if (losses.size === 0) return undefined;
    return this.tally.losses.find(({ node, count }, i) => {
      const total = at(this.totals, i);
      return losses.has(node) && total.sum < -rounding * (count === "none" ? 1 : total.count);
    })?.node;
  }

  /** For a checkpoint. */
  save(): Record<string, number[]> {
    const losses = this.tally.losses.map(({ sum: name }, i): [string, number[]] => {
      const { sum, count } = at(this.totals, i);
      return [name, [sum, count]];
    });
    return { ...Object.fromEntries(losses), [this.penaltyName]: [this.penalty, this.batches] };
  }

  /** Continues from what `save` returned. The format of older versions, sums of batch means, is ignored. */
  restore(saved: Readonly<Record<string, number | readonly number[]>>): void {
    const pair = (name: string): readonly [number, number] => {
      const value = saved[name];
      const [first = 0, second = 0] = typeof value === "object" ? value : [];
      return [first, second];
    };
    this.tally.losses.forEach(({ sum }, i) => {
      const total = at(this.totals, i);
      [total.sum, total.count] = pair(sum);
    });
    [this.penalty, this.batches] = pair(this.penaltyName);
  }
}
