import { at } from "../tensor/tensor";
import type { State, Transition } from "./environments/Environment";
import { memorySamples, type Column } from "./memorySamples";
import type { SamplePort, Samples } from "./samples";

/**
 * What happened in the last steps of an environment, of which each new one replaces the oldest (Lin 1992). As samples, its
 * rows are in no order in time. An episode that is cut off because its time is up is not `done`.
 */
export class Replay {
  readonly samples: Samples;
  /** All of its memory, for checkpoints. */
  readonly columns: readonly Column[];
  private readonly state: Float32Array;
  private readonly action: Int32Array;
  private readonly reward: Float32Array;
  private readonly next: Float32Array;
  private readonly done: Float32Array;

  /** Takes its memory at once. @param width Numbers in a state. @param ports The environment's, in their order. */
  constructor(
    readonly capacity: number,
    private readonly width: number,
    ports: readonly SamplePort[],
  ) {
    const numbers = (each: number) => new Float32Array(capacity * each);
    this.state = numbers(width);
    this.action = new Int32Array(capacity);
    this.reward = numbers(1);
    this.next = numbers(width);
    this.done = numbers(1);
    const arrays = [this.state, this.action, this.reward, this.next, this.done];
    this.columns = ports.map((port, i) => ({ ...port, data: at(arrays, i) }));
    this.samples = memorySamples({ count: capacity, columns: this.columns });
  }

  /** Keeps what followed an action. @param number How many steps were before it. */
  add(number: number, state: State, action: number, { next, reward, done }: Transition): void {
    const row = number % this.capacity;
    this.state.set(state, row * this.width);
    this.action[row] = action;
    this.reward[row] = reward;
    this.next.set(next, row * this.width);
    this.done[row] = done ? 1 : 0;
  }
}
