import { deadUnits } from "./deadUnits";
import { gradientHistogram } from "./gradientHistogram";
import { gradientNorm } from "./gradientNorm";
import { gradientZeros } from "./gradientZeros";
import { notFinite } from "./notFinite";
import { outputZeros } from "./outputZeros";
import type { Histogram, OutputProbe, WeightHistogram, WeightProbe } from "./probe";
import { updateRatio } from "./updateRatio";
import { weightHistogram } from "./weightHistogram";
import { weightNorm } from "./weightNorm";

const ofWeights = [
  gradientNorm,
  updateRatio,
  weightNorm,
  gradientZeros,
  notFinite,
  weightHistogram,
  gradientHistogram,
] as const;
const ofOutputs = [outputZeros, deadUnits] as const;

/** What is measured of each trained weight and its gradient, in the Gradients view's order. */
export const weightProbes: readonly WeightProbe[] = ofWeights;
/** What is measured of each activation's output. */
export const outputProbes: readonly OutputProbe[] = ofOutputs;

/** The statistics by name. Runs saved by an earlier version may not have all of them. */
type ValuesOf<P extends readonly { readonly name: string }[]> = {
  readonly [K in P[number] as K["name"]]?: K extends WeightHistogram ? Histogram : number;
};
export type WeightValues = ValuesOf<typeof ofWeights>;
export type OutputValues = ValuesOf<typeof ofOutputs>;
