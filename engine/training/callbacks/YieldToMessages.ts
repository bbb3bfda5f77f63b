import { setImmediate } from "node:timers/promises";
import type { Callback } from "./Callback";

/** Milliseconds that steps may run before messages are handled, if the device does not make the loop wait. */
const yieldEvery = 20;

/** Lets the process handle messages, such as a pause or a stop, from time to time. */
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
