import type { State, Transition } from "../../data/environments/Environment";
import type { Play } from "../../data/dataset";
import { randomSequence } from "../../data/random";

/** An episode in progress. */
export class Episode {
  /** Steps so far, and the sum of their rewards. */
  steps = 0;
  sum = 0;
  done = false;

  constructor(
    private readonly play: Pick<Play, "environment" | "settings">,
    public state: State,
  ) {}

  /** Begins the episode with a number, of which its start depends. */
  static begin(play: Pick<Play, "environment" | "settings">, purpose: number, number: number): Episode {
    const random = randomSequence(play.settings.seed, purpose, number);
    return new Episode(play, play.environment.reset(random));
  }

  /** Whether a terminal state is reached, or the time is up. */
  get hasEnded(): boolean {
    return this.done || this.steps >= this.play.settings.limit;
  }

  step(action: number): Transition {
    const transition = this.play.environment.step(this.state, action);
    this.state = transition.next;
    this.steps++;
    this.sum += transition.reward;
    this.done = transition.done;
    return transition;
  }
}
