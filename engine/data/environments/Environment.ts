import type { Parameters, Values } from "../../parameters/parameter";
import type { Shape } from "./Shape";

/** A state as networks see it, one number per element. */
export type State = readonly number[];

/** What follows an action. */
export interface Transition {
  readonly next: State;
  readonly reward: number;
  /** Whether `next` is terminal: nothing follows it, so its value is 0. Not whether the time is up. */
  readonly done: boolean;
}

/** Random numbers for the start of an episode. */
export interface StartDraws {
  /** In [low, high). */
  between(low: number, high: number): number;
  /** An integer in [0, count). */
  below(count: number): number;
}

/** A system in which an agent acts: a Markov decision process with a finite number of actions. */
export interface Environment {
  /** Bounds on each element of the states that can be reached; infinite where there are none. */
  readonly bounds: readonly Bounds[];
  /** What the actions are called, in the order of their indices. */
  readonly actions: readonly string[];
  /** The start of an episode. */
  reset(random: StartDraws): State;
  /** @param action The action's index. */
  step(state: State, action: number): Transition;
  /** A picture of a state: shapes from back to front. */
  draw(state: State): readonly Shape[];
  /** The picture's height; its width is 1. */
  readonly height: number;
  /** What is behind the shapes of every state. */
  readonly backdrop: readonly Shape[];
}

export interface Bounds {
  readonly low: number;
  readonly high: number;
}

/** The description of an environment, from which its data source is made. */
export interface EnvironmentRecord<P extends Parameters = Parameters> {
  readonly name: string;
  /** Translated when displayed. */
  readonly summary: string;
  /** Those of its own, besides those that all environments have. */
  readonly params: P;
  /** After how many steps an episode is cut off, unless the document says otherwise. */
  readonly limit: number;
  readonly make: (params: Values<P>) => Environment;
}

/** Type-checks a record against its own parameters, then erases their types but not that of the name. */
export function defineEnvironment<const N extends string, const P extends Parameters>(
  record: EnvironmentRecord<P> & { readonly name: N },
): EnvironmentRecord & { readonly name: N } {
  return record as unknown as EnvironmentRecord & { readonly name: N };
}
