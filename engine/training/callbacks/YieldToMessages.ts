import { setImmediate } from "node:timers/promises";
import type { Callback } from "./Callback";

/** Milliseconds after which pending messages are handled, in case the loop never waits for the device. */
const yieldEvery = 20;

/** Periodically lets the process handle messages, such as a pause or a stop. */
export class YieldToMessages implements Callback {
  private last = performance.now();

  afterStep(_step: number, now: number): Promise<void> | undefined {
    return now - this.last > yieldEvery ? this.yield() : undefined;
  }

  private async yield(): Promise<void> {
    await setImmediate();
    this.last = performance.now();
  }
}
