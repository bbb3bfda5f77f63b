import type { DeviceChoice, DeviceInfo } from "./device";
import type { Bitmap } from "./panels";

/** The run whose weights predict: the best, otherwise the last. */
export interface PredictionSource {
  /** Absolute path of the run folder, which also contains the model. */
  readonly run: string;
  /** Absolute path of the document that was trained, and of the workspace, which no file may leave. */
  readonly file: string;
  readonly workspace: string;
  readonly device: DeviceChoice;
}

/** The largest picture that someone draws, in pixels along a side. */
export const mostDrawnSide = 512;

/** What a sample of an input is to the one who gives it. */
export type PredictableInput = {
  /** `digits.image` */
  readonly path: string;
  readonly shape: readonly number[];
} & (
  | {
      readonly kind: "picture";
      readonly channels: 1 | 3;
      readonly height: number;
      readonly width: number;
    }
  /** A few numbers, with the bounds of their values in the data, if known. */
  | {
      readonly kind: "numbers";
      readonly count: number;
      readonly low?: number;
      readonly high?: number;
    }
  /** One class or several, which may have names. */
  | {
      readonly kind: "classes";
      readonly count: number;
      readonly classes: number;
      readonly classNames?: readonly string[];
    }
  /** Nothing that a person would enter. */
  | { readonly kind: "other" }
);

/** What a trained model takes and gives. */
export interface Predictable {
  readonly inputs: readonly PredictableInput[];
  /** The paths of what it predicts. */
  readonly outputs: readonly string[];
  /** Whether it draws random numbers, so that another seed gives another answer. */
  readonly random: boolean;
  /** The input of a model that continues a sequence: its prompt. */
  readonly prompt?: string;
  readonly device: DeviceInfo;
}

/** What is given for an input: one sample. */
export type GivenInput =
  | ({ readonly kind: "picture" } & Bitmap)
  | { readonly kind: "numbers"; readonly values: readonly number[] }
  /** The names of classes, one after the other. */
  | { readonly kind: "text"; readonly text: string };

export interface PredictionQuestion {
  /** By path. */
  readonly inputs: Readonly<Record<string, GivenInput>>;
  /** Of the random numbers that the model draws. */
  readonly seed: number;
  /** How many samples, for a model without inputs. */
  readonly count: number;
}

export interface GenerationQuestion {
  readonly prompt: string;
  /** What the model needs besides the prompt, by path. */
  readonly inputs: Readonly<Record<string, GivenInput>>;
  /** How many characters or words to generate. */
  readonly length: number;
  /** 0 always takes the most likely. */
  readonly temperature: number;
  /** Draws from so many of the most likely; from all by default. */
  readonly topK?: number;
  readonly seed: number;
}

/** A class with its probability. */
export interface LikelyClass {
  readonly index: number;
  /** Its name, or its index if the data do not name it. */
  readonly name: string;
  readonly probability: number;
}

/** An answer, by how it is shown. */
export type PredictionContent =
  /** The most likely classes of a sample first, of so many. */
  | { readonly show: "classes"; readonly classes: readonly LikelyClass[]; readonly count: number }
  /** The most likely class at each of the first positions of a sample, of so many. */
  | { readonly show: "sequence"; readonly names: readonly string[]; readonly count: number }
  | { readonly show: "pictures"; readonly pictures: readonly Bitmap[] }
  /** The first numbers of a sample, of so many; null is infinite. */
  | {
      readonly show: "numbers";
      readonly values: readonly (number | null)[];
      readonly count: number;
      /** Whether they are probabilities of yes. */
      readonly areProbabilities: boolean;
    };

export interface PredictionAnswer {
  /** The path of the output. */
  readonly output: string;
  readonly content: PredictionContent;
}
