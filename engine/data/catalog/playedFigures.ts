/** What a figure is called and which way is better. */
export interface PlayedFigure {
  readonly name: string;
  /** Translated when displayed, like the summary. */
  readonly title: string;
  readonly summary: string;
  readonly kind: "number";
  readonly better: "higher";
  readonly unit?: undefined;
  /** Whether only training has it, not evaluation. */
  readonly ofTraining: boolean;
}

/** The figures of a network that plays in an environment, which are counted there and not computed from a loss. */
export const playedFigures: readonly PlayedFigure[] = [
  {
    name: "return",
    kind: "number",
    title: "return",
    summary: "The sum of an episode's rewards; in training that of the last one, in evaluation the mean.",
    better: "higher",
    ofTraining: false,
  },
  {
    name: "return100",
    kind: "number",
    title: "return of 100",
    summary: "The mean return of the last 100 episodes in training.",
    better: "higher",
    ofTraining: true,
  },
];

export function playedFigureCalled(name: string): PlayedFigure | undefined {
  return playedFigures.find((figure) => figure.name === name);
}
