import type { Play } from "../../data/dataset";
import { purposes, randomSequence } from "../../data/random";
import { Episode } from "./Episode";

interface RandomPlay {
  readonly play: Play;
  readonly rows: number;
  readonly seed: number;
}

/** Fills the first rows of the memory with actions at random, for a batch without a network that plays. */
export function playAtRandom({ play, rows, seed }: RandomPlay): void {
  const { environment, replay } = play;
  const random = randomSequence(seed, purposes.explore);
  let episodes = 0;
  let episode = Episode.begin(play, purposes.play, episodes);
  for (let step = 0; step < rows; step++) {
    const { state } = episode;
    const action = random.below(environment.actions.length);
    replay.add(step, state, action, episode.step(action));
    if (episode.hasEnded) episode = Episode.begin(play, purposes.play, ++episodes);
  }
}
