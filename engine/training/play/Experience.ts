import { setImmediate } from "node:timers/promises";
import { averagesOf, withAverages } from "../../compiler/averages";
import { policyStep } from "../../compiler/policyStep";
import type { Program, StateSlot } from "../../compiler/program";
import type { Batch, BatchSource } from "../../data/batch";
import type { LoadedDataset, Play } from "../../data/dataset";
import { purposes, randomSequence } from "../../data/random";
import { arrayFor, type SampleArray } from "../../data/samples";
import type { Output } from "../../graph/policies";
import type { TypedGraph } from "../../graph/typedGraph";
import type { DeviceInfo } from "../../run/device";
import type { PlayedEpisode } from "../../run/panels";
import { floatArrayOf, type Session } from "../../runtime/runtime";
import type { HostArray, HostArrays } from "../../tensor/hostArrays";
import { pathOf, replayPath, type NodePath } from "../../tensor/path";
import { at, sizeOf } from "../../tensor/tensor";
import type { HostState } from "../storage";
import { Episode } from "./Episode";
import { Policy } from "./Policy";
import { isCount, Returns } from "./Returns";

/** How many steps of an environment are taken before messages are handled. */
const stepsAtOnce = 4096;
/** The most pictures of an episode that is shown. */
const mostFrames = 250;

/** A Dataset in whose environment a network plays. */
export interface PlayedDataset extends LoadedDataset {
  readonly play: Play;
}

export interface ExperienceOptions {
  readonly batchSize: number;
  /** The model's, of which exploring and the batches depend. */
  readonly seed: number;
  /** Further feeds of every batch. */
  readonly scalars: HostArrays;
  readonly device: DeviceInfo;
}

/**
 * Batches of what a network does in an environment. Before each training step it takes as many steps there as are due, with
 * the weights as they are, so nothing is read ahead: the same seed gives the same run. Which random numbers a step draws
 * depends on its number alone.
 */
export class Experience implements BatchSource, HostState {
  readonly returns = new Returns();
  /** What it computes: the policy for one state, and for the states of an evaluation. */
  readonly programs: readonly Program[];
  private readonly policy: Policy;
  private readonly evaluated: Policy;
  private readonly batch: Batch;
  private readonly indices: Int32Array;
  private readonly rows: Readonly<Record<string, SampleArray>>;
  /** Steps taken in the environment. */
  private steps = 0;
  private episode: Episode | undefined;

  constructor(
    typed: TypedGraph,
    policy: Output,
    private readonly from: PlayedDataset,
    private readonly options: ExperienceOptions,
  ) {
    const { node, dataset, feeds, play } = from;
    const { batchSize, scalars, seed, device } = options;
    const width = play.environment.bounds.length;
    const { episodes } = play.settings;
    const step = policyStep(typed, policy, 1);
    const evaluation = withAverages(policyStep(typed, policy, episodes), averagesOf(typed));
    this.programs = [step, evaluation];
    const inputs = { feed: pathOf(node, "state"), seed, width, Floats: floatArrayOf(device) };
    this.policy = new Policy(step, { ...inputs, states: 1 });
    this.evaluated = new Policy(evaluation, { ...inputs, states: episodes });
    this.indices = new Int32Array(batchSize);
    const wanted = dataset.ports.filter(({ name }) => Object.hasOwn(feeds, name));
    this.rows = Object.fromEntries(
      wanted.map((port) => [port.name, arrayFor(port, batchSize * sizeOf(port.shape))]),
    );
    const fed = Object.entries(this.rows).map(([port, array]) => [feeds[port] ?? port, array] as const);
    this.batch = { part: 0, size: batchSize, feeds: { ...Object.fromEntries(fed), ...scalars } };
  }

  async load(session: Session): Promise<void> {
    await this.policy.load(session);
    await this.evaluated.load(session);
  }

  /**
   * The batch with a number, for a run of a training step (both from 0): rows of the memory, each equally likely. First
   * takes the steps in the environment that are due before that training step. Valid until the next call.
   */
  async read(number: number, _end: number, step: number): Promise<Batch> {
    const { startAfter, every, replay } = this.from.play.settings;
    await this.until(startAfter + step * every);
    this.returns.mark(step + 1);
    const kept = Math.min(this.steps, replay);
    const random = randomSequence(this.options.seed, purposes.replay, number);
    for (let row = 0; row < this.indices.length; row++) this.indices[row] = random.below(kept);
    await this.from.dataset.read(this.indices, this.rows);
    return this.batch;
  }

  /** None: a step in the environment has no name. */
  sampleAt(): undefined {
    return undefined;
  }

  /**
   * Plays episodes side by side without exploring, always from the same starts, with the averages of the weights if the
   * document asks for them. Gives their mean return.
   */
  async evaluate(): Promise<number> {
    const { play } = this.from;
    const episodes = Array.from({ length: play.settings.episodes }, (_, number) =>
      Episode.begin(play, purposes.evaluation, number),
    );
    for (let step = 1; episodes.some(({ hasEnded }) => !hasEnded); step++) {
      const actions = await this.evaluated.act(
        episodes.map(({ state }) => state),
        step,
      );
      for (const [i, episode] of episodes.entries()) {
        if (!episode.hasEnded) episode.step(actions[i] ?? 0);
      }
    }
    const sum = episodes.reduce((total, episode) => total + episode.sum, 0);
    return sum / episodes.length;
  }

  /** Plays the first of an evaluation's episodes, with the weights as they are. */
  async show(): Promise<PlayedEpisode> {
    const { play } = this.from;
    const episode = Episode.begin(play, purposes.evaluation, 0);
    const states = [episode.state];
    while (!episode.hasEnded) {
      const [action = 0] = await this.policy.act([episode.state], states.length);
      episode.step(action);
      states.push(episode.state);
    }
    const { height, backdrop } = play.environment;
    const frames = spread(states, mostFrames).map((state) => play.environment.draw(state));
    return { height, backdrop, frames, steps: episode.steps, return: episode.sum };
  }

  /** The Dataset that is played in. */
  get node(): NodePath {
    return this.from.node;
  }

  /** Takes steps in the environment until there have been so many. */
  private async until(steps: number): Promise<void> {
    const { environment, settings, replay } = this.from.play;
    while (this.steps < steps) {
      this.episode ??= Episode.begin(this.from.play, purposes.play, this.returns.episodes);
      const { state } = this.episode;
      const random = randomSequence(this.options.seed, purposes.explore, this.steps);
      const action =
        random.uniform() < explored(settings.explore, this.steps)
          ? random.below(environment.actions.length)
          : ((await this.policy.act([state], this.steps))[0] ?? 0);
      replay.add(this.steps, state, action, this.episode.step(action));
      this.steps++;
      if (this.episode.hasEnded) {
        this.returns.add(this.episode.sum);
        this.episode = undefined;
      }
      if (this.steps % stepsAtOnce === 0) await setImmediate();
    }
  }

  /** What a checkpoint contains besides the state on the device: the memory, and where the play is. */
  get slots(): readonly StateSlot[] {
    const { node, play } = this.from;
    const slot = (name: string, shape: readonly number[], dtype: "float32" | "int32"): StateSlot => {
      // No Program has it, so it is no value of one.
      return { name, value: { id: -1, type: { shape, dtype } } };
    };
    return [
      ...play.replay.columns.map(({ name, shape, dtype }) =>
        slot(replayPath(pathOf(node, name)), [play.settings.replay, ...shape], dtype),
      ),
      slot(this.progress, [2 * this.numbers().length], "int32"),
    ];
  }

  /** The values of a slot. */
  save(name: string): HostArray {
    if (name === this.progress) return new Int32Array(Float64Array.from(this.numbers()).buffer);
    const { data } = this.column(name);
    // On the reference runtime, all floats of a checkpoint are float64.
    return this.options.device.kind === "reference" && data instanceof Float32Array
      ? Float64Array.from(data)
      : data;
  }

  /** Replaces the values of a slot, zeros for a new run. Throws a RangeError for values that `save` cannot have given. */
  restore(name: string, values: HostArray): void {
    if (name === this.progress) {
      this.continueFrom([...new Float64Array(Int32Array.from(values).buffer)]);
      return;
    }
    const { data, classes } = this.column(name);
    if (classes !== undefined && values.some((value) => value < 0 || value >= classes))
      throw new RangeError(`${name} names an action that there is not`);
    data.set(values);
  }

  private get progress(): string {
    return replayPath(pathOf(this.from.node, "progress"));
  }

  private column(name: string) {
    const { node, play } = this.from;
    const column = play.replay.columns.find((port) => replayPath(pathOf(node, port.name)) === name);
    if (!column) throw new Error(`there is no ${name}`);
    return column;
  }

  /** Their float64 bits are saved as int32, since all floats of a checkpoint have one type and these must be exact. */
  private numbers(): number[] {
    const { steps = 0, sum = 0, state } = this.episode ?? {};
    const { bounds } = this.from.play.environment;
    return [this.steps, steps, sum, ...(state ?? bounds.map(() => 0)), ...this.returns.save()];
  }

  private continueFrom(numbers: readonly number[]): void {
    const { play } = this.from;
    const width = play.environment.bounds.length;
    const [taken = NaN, steps = NaN, sum = NaN, ...rest] = numbers;
    const state = rest.slice(0, width);
    const isSound = isCount(taken) && isCount(steps) && steps < play.settings.limit;
    if (!isSound || ![sum, ...state].every(Number.isFinite)) throw new RangeError("this is no progress");
    this.returns.restore(rest.slice(width));
    this.steps = taken;
    this.episode = steps === 0 ? undefined : Object.assign(new Episode(play, state), { steps, sum });
  }
}

/** So many of a list at equal distances, with the first and the last; all of a shorter list. */
function spread<T>(list: readonly T[], most: number): readonly T[] {
  if (list.length <= most) return list;
  return Array.from({ length: most }, (_, i) => at(list, Math.round((i * (list.length - 1)) / (most - 1))));
}

/** The probability of a random action after some steps. */
function explored({ from, to, steps }: Play["settings"]["explore"], taken: number): number {
  return from + (to - from) * Math.min(1, taken / steps);
}
