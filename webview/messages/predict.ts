import type { Guard, Guarded } from "../../engine/document/guard";
import { listOf, matching, number, oneOfKinds, optional, recordOf, whole } from "../../engine/document/guard";
import { mostDrawnSide, type Predictable, type PredictionAnswer } from "../../engine/run/prediction";

/** From the extension host to the page on which a trained model is used. */
export type ToPredict =
  /** A run's model is being opened; what the page shows of another one is gone. */
  | { readonly kind: "opening"; readonly name: string }
  | { readonly kind: "model"; readonly model: Predictable }
  /** `number` is that of the question. */
  | { readonly kind: "answer"; readonly number: number; readonly answers: readonly PredictionAnswer[] }
  /** What follows a prompt, part by part until it is done. */
  | { readonly kind: "part"; readonly number: number; readonly text: string }
  | { readonly kind: "done"; readonly number: number }
  /** A question, or without a number the model itself, has failed. The message is translated. */
  | { readonly kind: "failed"; readonly number?: number; readonly message: string };

/** The most samples that are drawn from noise. */
export const mostSamples = 64;

const channels: Guard<1 | 3> = (value): value is 1 | 3 => value === 1 || value === 3;
const path = matching(/^[^\n]{1,1000}$/);
/** What a person writes. */
const written = matching(/^[^]{0,100000}$/);
const seed = whole(0, 2 ** 31 - 1);
const inputs = recordOf(
  path,
  oneOfKinds({
    picture: {
      width: whole(1, mostDrawnSide),
      height: whole(1, mostDrawnSide),
      channels,
      pixels: matching(/^[A-Za-z0-9+/]*={0,2}$/),
    },
    numbers: { values: listOf(number(), 1000) },
    text: { text: written },
  }),
);

/** From the page to the extension host. A question has a number, which its answer repeats. */
export const fromPredict = oneOfKinds({
  ready: {},
  predict: { number: whole(1), inputs, seed, count: whole(1, mostSamples) },
  generate: {
    number: whole(1),
    inputs,
    prompt: written,
    length: whole(1, 10_000),
    temperature: number(0, 1000),
    topK: optional(whole(1, 1_000_000)),
    seed,
  },
  /** Ends the text that is being generated. */
  cancel: {},
});
export type FromPredict = Guarded<typeof fromPredict>;
