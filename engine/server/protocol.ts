import type { FixableProblem } from "../fixes/fix";
import type { DataFacts } from "../data/catalog/facts";
import type { EngineErrorData, RunEvent } from "../run/events";
import type { TrainOptions } from "../run/options";
import type {
  GenerationQuestion,
  Predictable,
  PredictionAnswer,
  PredictionQuestion,
  PredictionSource,
} from "../run/prediction";
import type { DeviceInfo } from "../run/device";

/**
 * The protocol between the extension host and the engine process: JSON over Node's IPC channel. In `hello` the engine
 * refuses any other version.
 */
export const protocolVersion = 4;

/** Requests by method: their parameters and results. */
export interface Requests {
  hello: { params: { version: number }; result: { version: number; node: string } };
  devices: { params: Record<string, never>; result: { devices: readonly DeviceInfo[] } };
  /** Shapes and sizes of file-backed datasets, and what is wrong with them. */
  inspectData: {
    params: { text: string; file: string; workspace: string };
    result: { facts: DataFacts; problems: readonly FixableProblem[] };
  };
  /** Resolves with the run folder once the first step is compiled; the run's events carry this request's id. */
  train: { params: TrainOptions; result: { run: string } };
  pause: { params: { run: string }; result: Record<string, never> };
  resume: { params: { run: string }; result: Record<string, never> };
  /** Saves a checkpoint and ends the run. */
  stop: { params: { run: string }; result: Record<string, never> };
  /** Measures a run's gradient statistics every so many steps; 0 turns them off. */
  probe: { params: { run: string; every: number }; result: Record<string, never> };
  /** Whether a run reports its panels; at first it does not. */
  panels: { params: { run: string; watched: boolean }; result: Record<string, never> };
  /** What the model of a run takes and gives. It stays open for the next question, until another run is asked. */
  predictable: { params: PredictionSource; result: Predictable };
  predict: {
    params: PredictionSource & PredictionQuestion;
    result: { answers: readonly PredictionAnswer[] };
  };
  /** Continues a prompt. The text comes in parts before the result. */
  generate: { params: PredictionSource & GenerationQuestion; result: Record<string, never> };
  /** Frees what the open model takes. */
  closeModel: { params: Record<string, never>; result: Record<string, never> };
}
export type Method = keyof Requests;

export type RequestMessage = {
  [M in Method]: {
    readonly kind: "request";
    readonly id: number;
    readonly method: M;
    readonly params: Requests[M]["params"];
  };
}[Method];

export type ToEngine = RequestMessage | { readonly kind: "cancel"; readonly id: number };

export type FromEngine =
  | { readonly kind: "result"; readonly id: number; readonly result: unknown }
  | { readonly kind: "error"; readonly id: number; readonly error: EngineErrorData }
  /** A part of the text that a request generates. */
  | { readonly kind: "part"; readonly id: number; readonly text: string }
  /** A run's event. `id` is that of the request that started the run, which has no folder while it is being prepared. */
  | { readonly kind: "event"; readonly id: number; readonly event: RunEvent };
