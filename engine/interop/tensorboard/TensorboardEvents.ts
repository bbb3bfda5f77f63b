import type { Matrix } from "../../metrics/metric";
import type { RunEvent } from "../../run/events";
import { encodeEvent, type EventContent } from "./encodeEvent";
import { encodeRecord } from "./encodeRecord";

/** Seconds between points of a training curve; an epoch's last steps always make a point. */
const pointEvery = 0.1;

/** Converts a run's events to the records of one TensorBoard event file. */
export class TensorboardEvents {
  private readonly parts: Uint8Array[] = [];
  /** Over the steps since the last point, by metric: the sum, and how many steps have a value. */
  private sums: Record<string, { sum: number; count: number }> = {};
  private last = { step: 0, time: -Infinity };

  /** `time`, here and for every event, is in seconds since 1970. */
  constructor(readonly time: number) {
    this.add(time, 0, { kind: "version" });
  }

  /** The file's name; TensorBoard recognises event files by the part before the time. */
  get fileName(): string {
    return `events.out.tfevents.${String(Math.floor(this.time))}.netloom`;
  }

  /** Adds an event. Steps are averaged into points, so that fast training does not flood the file. */
  log(event: RunEvent, time: number): void {
    switch (event.event) {
      case "start":
        if (event.resumedAt > 0) this.add(time, event.resumedAt + 1, { kind: "restart" });
        break;
      case "steps": {
        const { loss, metrics, learningRates } = event;
        const columns = { loss, ...metrics, ...(learningRates && { learning_rate: learningRates }) };
        for (const [name, values] of Object.entries(columns)) {
          const own = (this.sums[name] ??= { sum: 0, count: 0 });
          for (const value of values) {
            // A metric may be undefined for a step's batch, such as AUC if all targets are positive.
            if (Number.isNaN(value)) continue;
            own.sum += value;
            own.count++;
          }
        }
        this.last.step = event.first + event.loss.length - 1;
        if (time - this.last.time >= pointEvery) this.point(time);
        break;
      }
      case "epoch":
        this.point(time);
        if (event.validation)
          this.add(time, event.step, { kind: "scalars", scalars: tagged(event.validation, "validation") });
        break;
      case "end":
        this.point(time);
        break;
      default:
    }
  }

  /** The records since the last call. */
  take(): Uint8Array {
    return Buffer.concat(this.parts.splice(0));
  }

  private point(time: number): void {
    const means = Object.fromEntries(
      Object.entries(this.sums).flatMap(([name, { sum, count }]) => (count > 0 ? [[name, sum / count]] : [])),
    );
    if (Object.keys(means).length === 0) return;
    this.add(time, this.last.step, { kind: "scalars", scalars: tagged(means, "train") });
    this.sums = {};
    this.last.time = time;
  }

  private add(time: number, step: number, content: EventContent): void {
    this.parts.push(encodeRecord(encodeEvent(time, step, content)));
  }
}

/** Tags such as `loss/train`. TensorBoard groups charts by the part before the slash: one group for the loss, one per metric. */
function tagged(
  values: Readonly<Record<string, number | Matrix>>,
  part: "train" | "validation",
): Record<string, number> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) =>
      typeof value === "number" && !Number.isNaN(value) ? [[`${name}/${part}`, value]] : [],
    ),
  );
}
