import type { FixableProblem } from "../fixes/fix";
import type { DataFacts } from "../data/catalog/facts";
import type { EngineErrorData, RunEvent } from "../run/events";
import type { TrainOptions } from "../run/options";
import type { DeviceInfo } from "../run/device";

/**
 * What the extension host and the engine process say to each other over Node's IPC channel, as JSON. The engine
 * refuses another version in `hello`.
 */
export const protocolVersion = 2;

/** Requests by method: their parameters and results. */
export interface Requests {
  hello: { params: { version: number }; result: { version: number; node: string } };
  devices: { params: Record<string, never>; result: { devices: readonly DeviceInfo[] } };
  /** Shapes and sizes of file-backed datasets, and what is wrong with them. */
  inspectData: {
    params: { text: string; file: string; workspace: string };
    result: { facts: DataFacts; problems: readonly FixableProblem[] };
  };
  /** Resolves with the run's folder once the first step is compiled; the run's events carry the id of this request. */
  train: { params: TrainOptions; result: { run: string } };
  pause: { params: { run: string }; result: Record<string, never> };
  resume: { params: { run: string }; result: Record<string, never> };
  /** Saves a checkpoint and ends the run. */
  stop: { params: { run: string }; result: Record<string, never> };
  /** Switches the gradient statistics of a run on or off (0). */
  probe: { params: { run: string; every: number }; result: Record<string, never> };
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
  /** What a run reports; `id` is that of the request which began it, since a run that is prepared has no folder yet. */
  | { readonly kind: "event"; readonly id: number; readonly event: RunEvent };
