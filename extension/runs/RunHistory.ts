import type {
  EndEvent,
  GradientsEvent,
  PanelEvent,
  PreparingEvent,
  RunEvent,
  StartEvent,
  StepsEvent,
  TrainingProcess,
} from "../../engine/run/events";
import { ChartColumn } from "../../engine/diagnosis/Column";
import { lossProgress, type LossProgress, newestSteps } from "../../engine/diagnosis/lossProgress";
import { lossShowsProgress } from "../../engine/diagnosis/lossShowsProgress";
import { afterEvent, type Lifecycle, prepared, unknownRun } from "../../engine/run/lifecycle";
import { figureOf } from "../../engine/tensor/path";
import type { RunView, ShownLoss } from "../../webview/messages/run";
import { mean, sixDigits, thinned } from "./chartNumbers";
import { GradientHistory } from "./GradientHistory";

/** Consecutive steps of one epoch, whose values are in the columns. */
interface StepsBlock {
  kind: "steps";
  /** The event without its lists. */
  event: Omit<StepsEvent, "loss" | "metrics" | "learningRates">;
  /** Index of its first step in the columns. */
  readonly offset: number;
  count: number;
}

type Entry =
  | StepsBlock
  | {
      readonly kind: "event";
      readonly event: Exclude<RunEvent, StepsEvent | GradientsEvent | PanelEvent | PreparingEvent>;
    };

/** The most steps joined into one entry, and sent in one message. */
const blockSteps = 2000;
/** The most numbers in one message to a view: 8 to 10 bytes each. */
const numbersPerMessage = 6000;
/** The most panels of one run, which an engine does not reach. */
const mostPanels = 32;

/**
 * Everything a run has reported: one number per step and metric in typed arrays, everything else as events in order. A
 * resumed run repeats some steps; their new values replace the old ones.
 */
export class RunHistory {
  readonly gradients = new GradientHistory();
  /** The newest of each, by its kind and node. */
  private panels = new Map<string, PanelEvent>();
  private entries: Entry[] = [];
  private readonly loss = new ChartColumn();
  private readonly metrics = new Map<string, ChartColumn>();
  /** Defined if the learning rate changes from step to step. */
  private learningRates: ChartColumn | undefined;
  private current = prepared(unknownRun);
  /** The blocks among the entries, in order. */
  private readonly blocks: StepsBlock[] = [];

  private get last(): StepsBlock | undefined {
    return this.blocks.at(-1);
  }

  /** The run folder's absolute path; undefined until the run has started. */
  get run(): string | undefined {
    return this.start?.run;
  }

  get lifecycle(): Lifecycle {
    return this.current;
  }

  get start(): StartEvent | undefined {
    return this.current.start;
  }

  get end(): EndEvent | undefined {
    return this.current.end;
  }

  get status(): RunView["status"] {
    return this.current.status ?? "preparing";
  }

  /** The process of another window or a terminal that trains the run; undefined once it has ended. */
  get owner(): TrainingProcess | undefined {
    return this.current.owner;
  }

  /**
   * The first loss and the mean of the newest ones; undefined until one is a number, and if they say
   * nothing about progress.
   */
  get lossProgress(): LossProgress | undefined {
    if (!lossShowsProgress(this.start)) return undefined;
    return lossProgress(this.loss.get(0), mean(this.loss.view(Math.max(0, this.loss.length - newestSteps))));
  }

  /** Number of the last known step. */
  get step(): number {
    return this.last ? this.last.event.first + this.last.count - 1 : (this.start?.resumedAt ?? 0);
  }

  /** Call when the run is requested, or requested to resume after its end. */
  prepare(): void {
    this.current = prepared(this.current);
    this.entries = this.entries.filter((entry) => entry.kind === "steps" || entry.event.event !== "end");
    this.entries.push({
      kind: "event",
      event: { event: "status", run: this.run ?? "", status: "preparing" },
    });
  }

  append(event: RunEvent): void {
    this.current = afterEvent(this.current, event);
    switch (event.event) {
      case "preparing":
        return;
      case "steps": {
        this.appendSteps(event);
        return;
      }
      case "gradients": {
        this.gradients.append(event);
        return;
      }
      case "panel": {
        const key = `${event.panel} ${event.node}`;
        if (this.panels.size < mostPanels || this.panels.has(key)) this.panels.set(key, event);
        return;
      }
      case "start":
        this.forgetFrom(event.resumedAt + 1);
        break;
      case "status":
      case "end":
      case "epoch":
      case "checkpoint":
      case "warning":
      case "diagnosis":
        break;
    }
    this.entries.push({ kind: "event", event });
  }

  /** Everything so far as events, in lists that each fit into one message. */
  *snapshot(): Generator<RunEvent[]> {
    let events: RunEvent[] = [];
    let numbers = 0;
    for (const entry of this.entries) {
      if (entry.kind === "steps" && entry.count === 0) continue;
      const size = entry.kind === "steps" ? entry.count * this.numbersPerStep : 40;
      if (numbers + size > numbersPerMessage && events.length > 0) {
        yield events;
        events = [];
        numbers = 0;
      }
      events.push(entry.kind === "steps" ? this.stepsEvent(entry) : entry.event);
      numbers += size;
    }
    const { phase } = this.current;
    if (phase) events.push({ event: "preparing", run: "", phase });
    if (events.length > 0) yield events;
    // Each is of the size of a message.
    for (const panel of this.panels.values()) yield [panel];
  }

  view(): Omit<RunView, "id"> {
    const { start, last } = this;
    const objectives = start?.objectives?.map(({ name }) => {
      const column = this.metrics.get(figureOf(name, "loss"));
      return [name, column ? shownLoss(column) : { loss: undefined, recentLoss: [] }] as const;
    });
    return {
      status: this.status,
      elsewhere: this.owner,
      step: this.step,
      steps: start?.steps ?? 0,
      epoch: last?.event.epoch ?? 0,
      epochs: start?.epochs ?? 0,
      ...shownLoss(this.loss),
      ...(objectives && { objectives: Object.fromEntries(objectives) }),
      device: start?.device,
      phase: this.current.phase,
      message: this.end?.error?.message,
    };
  }

  private get numbersPerStep(): number {
    return 1 + this.metrics.size + (this.learningRates ? 1 : 0);
  }

  private appendSteps(event: StepsEvent): void {
    this.forgetFrom(event.first);
    const { loss, metrics, learningRates, ...scalars } = event;
    const offset = this.loss.length;
    // JSON represents NaN as null.
    for (const value of loss as readonly (number | null)[]) this.loss.push(value ?? NaN);
    for (const name of Object.keys(metrics))
      if (!this.metrics.has(name)) this.metrics.set(name, new ChartColumn());
    const fill = (column: ChartColumn, values: readonly number[] | undefined) => {
      while (column.length < offset) column.push(NaN);
      for (const index of loss.keys()) column.push(values?.[index] ?? NaN);
    };
    for (const [name, column] of this.metrics) fill(column, metrics[name]);
    if (learningRates) this.learningRates ??= new ChartColumn();
    if (this.learningRates) fill(this.learningRates, learningRates);
    const before = this.last;
    const joins =
      before !== undefined &&
      this.entries.at(-1) === before &&
      before.event.epoch === event.epoch &&
      before.event.first + before.count === event.first &&
      before.count + loss.length <= blockSteps;
    if (joins) {
      before.event = { ...scalars, first: before.event.first };
      before.count += loss.length;
    } else {
      const block: StepsBlock = { kind: "steps", event: scalars, offset, count: loss.length };
      this.blocks.push(block);
      this.entries.push(block);
    }
  }

  /**
   * Drops steps from this number on, and the epochs and checkpoints after it. Visits little more than what it drops, so
   * that reading a file that repeats the same steps over and over takes linear time.
   */
  private forgetFrom(step: number): void {
    if (step > this.step) return;
    for (let { last } = this; last && last.event.first + last.count > step; { last } = this) {
      last.count = Math.max(0, step - last.event.first);
      if (last.count > 0) break;
      this.blocks.pop();
    }
    const retained: Entry[] = [];
    const kinds = new Set<string>();
    for (let entry = this.entries.at(-1); entry; entry = this.entries.at(-1)) {
      if (entry.kind === "steps" ? entry.count > 0 : "step" in entry.event && entry.event.step < step) break;
      this.entries.pop();
      // The last event of each other kind, such as the status, is retained.
      if (entry.kind === "steps" || "step" in entry.event || kinds.has(entry.event.event)) continue;
      kinds.add(entry.event.event);
      retained.push(entry);
    }
    this.entries.push(...retained.reverse());
    const { last } = this;
    const length = last ? last.offset + last.count : 0;
    this.loss.truncate(length);
    for (const column of this.metrics.values()) column.truncate(length);
    this.learningRates?.truncate(length);
    this.gradients.forgetFrom(step);
    this.panels = new Map([...this.panels].filter(([, panel]) => panel.step < step));
  }

  private stepsEvent({ event, offset, count }: StepsBlock): StepsEvent {
    const part = (column: ChartColumn) => sixDigits(column.view(offset, offset + count));
    return {
      ...event,
      loss: part(this.loss),
      metrics: Object.fromEntries([...this.metrics].map(([name, column]) => [name, part(column)])),
      ...(this.learningRates && { learningRates: part(this.learningRates) }),
    };
  }
}

/** A curve's newest value, if the last step has one, and its course. */
function shownLoss(column: ChartColumn): ShownLoss {
  return {
    loss: Number.isFinite(column.last) ? column.last : undefined,
    recentLoss: sixDigits(thinned(column.view(), 60).filter(Number.isFinite)),
  };
}
