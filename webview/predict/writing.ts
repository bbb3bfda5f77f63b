import { create } from "zustand";
import type { GivenInput } from "../../engine/run/prediction";
import type { FromPredict } from "../messages/predict";
import { post } from "../ui/vscodeApi";

/** How a text is continued. */
export interface WritingSettings {
  /** Characters or words. */
  readonly length: number;
  /** 0 always takes the most likely. */
  readonly temperature: number;
  /** Undefined draws from all. */
  readonly topK: number | undefined;
  readonly seed: number;
}

/** The text of a model that continues a prompt. */
export interface Writing {
  readonly prompt: string;
  readonly settings: WritingSettings;
  /** The prompt that is being continued, and what followed so far. */
  readonly text: { readonly prompt: string; readonly continued: string } | undefined;
  readonly isGoing: boolean;
}

const nothing: Pick<Writing, "prompt" | "text" | "isGoing"> = { prompt: "", text: undefined, isGoing: false };

export const useWriting = create<Writing>()(() => ({
  ...nothing,
  settings: { length: 200, temperature: 0.8, topK: undefined, seed: 1 },
}));

/** The number of the last question; answers to earlier ones are ignored. */
let last = 0;

const send = (message: FromPredict) => post(message);

/** Forgets the text of another model. */
export function forgetWriting(): void {
  last++;
  useWriting.setState(nothing);
}

/** Continues the prompt, from its beginning. */
export function write(inputs: Readonly<Record<string, GivenInput>>): void {
  const { prompt, settings } = useWriting.getState();
  const { topK, ...others } = settings;
  useWriting.setState({ text: { prompt, continued: "" }, isGoing: true });
  send({
    kind: "generate",
    number: ++last,
    inputs,
    prompt,
    ...others,
    ...(topK !== undefined && { topK }),
  });
}

/** Ends the text where it is. */
export function stopWriting(): void {
  last++;
  useWriting.setState({ isGoing: false });
  send({ kind: "cancel" });
}

export function addPart(number: number, part: string): void {
  if (number !== last) return;
  useWriting.setState(({ text }) => ({ text: text && { ...text, continued: text.continued + part } }));
}

/** Call when a text is done or has failed; returns whether it was this one. */
export function endWriting(number: number): boolean {
  const { isGoing } = useWriting.getState();
  if (number !== last || !isGoing) return false;
  useWriting.setState({ isGoing: false });
  return true;
}
