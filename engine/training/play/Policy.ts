import type { Program } from "../../compiler/program";
import type { State } from "../../data/environments/Environment";
import type { HostArrays } from "../../tensor/hostArrays";
import { at } from "../../tensor/tensor";
import type { Executable, FloatArrayConstructor, Session } from "../../runtime/runtime";

/** A `policyStep` that runs on the state of the training steps, and so with the weights as they are. */
export class Policy {
  /** For each row of a batch, the action with the largest value. */
  private readonly chosen: Int32Array;
  private readonly states: Float32Array | Float64Array;
  private readonly feeds: HostArrays;
  private readonly step = new Int32Array(1);
  private executable: Executable | undefined;

  /** @param feed The name of the states' feed. */
  constructor(
    private readonly program: Program,
    { feed, seed, width, states, Floats }: PolicyInputs,
  ) {
    this.chosen = new Int32Array(states);
    this.states = new Floats(states * width);
    // The others for layers that draw random numbers in evaluation mode too.
    this.feeds = { [feed]: this.states, seed: Int32Array.of(seed), step: this.step };
  }

  async load(session: Session): Promise<void> {
    this.executable = await session.load(this.program, (_, outputs) => {
      const values = at(Object.values(outputs), 0);
      const actions = values.length / this.chosen.length;
      for (let row = 0; row < this.chosen.length; row++) {
        let best = 0;
        for (let action = 1; action < actions; action++)
          if (Number(values[row * actions + action]) > Number(values[row * actions + best])) best = action;
        this.chosen[row] = best;
      }
    });
  }

  /** The best action in each state; of equal ones the first. Valid until the next call. */
  async act(states: readonly State[], step: number): Promise<Int32Array> {
    const { executable } = this;
    if (!executable) throw new Error("the policy is not loaded");
    for (const [row, state] of states.entries()) this.states.set(state, row * state.length);
    this.step[0] = step;
    const wait = executable.run(this.feeds, step);
    if (wait) await wait;
    await executable.drain();
    return this.chosen;
  }
}

interface PolicyInputs {
  readonly feed: string;
  readonly seed: number;
  /** Numbers in a state. */
  readonly width: number;
  /** States in a batch. */
  readonly states: number;
  readonly Floats: FloatArrayConstructor;
}
