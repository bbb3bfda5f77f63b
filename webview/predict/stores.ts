import { create } from "zustand";
import type {
  GivenInput,
  Predictable,
  PredictableInput,
  PredictionAnswer,
} from "../../engine/run/prediction";
import { mostSamples, type FromPredict, type ToPredict } from "../messages/predict";
import { post } from "../ui/vscodeApi";
import { Newest } from "./Newest";
import { addPart, endWriting, forgetWriting } from "./writing";

/** What the page shows. */
export interface Page {
  /** The model's name; undefined before the host has sent it. */
  readonly name: string | undefined;
  readonly model: Predictable | undefined;
  /** What is given, by path; all inputs of the model but those that nobody can enter here. */
  readonly given: Readonly<Record<string, GivenInput>>;
  readonly seed: number;
  readonly answers: readonly PredictionAnswer[];
  /** What went wrong last; translated. */
  readonly failure: string | undefined;
}

const nothing: Omit<Page, "name"> = {
  model: undefined,
  given: {},
  seed: 1,
  answers: [],
  failure: undefined,
};

export const usePage = create<Page>()(() => ({ name: undefined, ...nothing }));

/** How many samples a generator draws. */
const samples = Math.min(16, mostSamples);

const send = (message: FromPredict) => post(message);
const questions = new Newest<Omit<Extract<FromPredict, { kind: "predict" }>, "kind" | "number">>(
  (number, question) => send({ kind: "predict", number, ...question }),
);

/** Handles a message from the host. */
export function receive(message: ToPredict): void {
  switch (message.kind) {
    case "opening":
      questions.forget();
      forgetWriting();
      usePage.setState({ ...nothing, name: message.name });
      return;
    case "model": {
      const { model } = message;
      const given = Object.fromEntries(
        model.inputs.flatMap((input) => {
          const first = firstInput(input);
          return first ? [[input.path, first] as const] : [];
        }),
      );
      usePage.setState({ model, given, failure: undefined });
      predict();
      return;
    }
    case "answer":
      if (questions.answered(message.number))
        usePage.setState({ answers: message.answers, failure: undefined });
      return;
    case "failed":
      if (message.number === undefined || endWriting(message.number) || questions.answered(message.number))
        usePage.setState({ failure: message.message });
      return;
    case "part":
      addPart(message.number, message.text);
      return;
    case "done":
      endWriting(message.number);
      return;
  }
}

/** Gives something else for an input, and asks what follows from it. */
export function give(path: string, input: GivenInput): void {
  usePage.setState(({ given }) => ({ given: { ...given, [path]: input } }));
  predict();
}

export function setSeed(seed: number): void {
  usePage.setState({ seed });
  predict();
}

/** The inputs that cannot be entered on this page. */
export function missingInputs({ inputs }: Predictable): readonly PredictableInput[] {
  return inputs.filter((input) => firstInput(input) === undefined);
}

function predict(): void {
  const { model, given, seed } = usePage.getState();
  if (!model || model.prompt !== undefined || missingInputs(model).length > 0) return;
  const count = model.inputs.length === 0 && model.random ? samples : 1;
  questions.ask({ inputs: given, seed, count });
}

/** What is given at first: a black picture, the middle of each range, the first class. */
function firstInput(input: PredictableInput): GivenInput | undefined {
  switch (input.kind) {
    case "picture": {
      const { width, height, channels } = input;
      return {
        kind: "picture",
        width,
        height,
        channels,
        pixels: base64(new Uint8Array(width * height * channels)),
      };
    }
    case "numbers": {
      const { low, high } = rangeOf(input);
      return { kind: "numbers", values: new Array<number>(input.count).fill((low + high) / 2) };
    }
    case "classes":
      return { kind: "numbers", values: new Array<number>(input.count).fill(0) };
    case "other":
      return undefined;
  }
}

/** The range of the sliders: that of the data, if it is known. */
export function rangeOf({ low, high }: { readonly low?: number; readonly high?: number }): {
  readonly low: number;
  readonly high: number;
} {
  return low !== undefined && high !== undefined && low < high ? { low, high } : { low: -3, high: 3 };
}

export function base64(bytes: Uint8Array): string {
  // Piece by piece, since a call takes only so many arguments.
  const pieces: string[] = [];
  for (let start = 0; start < bytes.length; start += 8192)
    pieces.push(String.fromCharCode(...bytes.subarray(start, start + 8192)));
  return btoa(pieces.join(""));
}
