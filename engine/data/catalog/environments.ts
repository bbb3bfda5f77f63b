import * as z from "zod";
import { integer, parameter, text, type Values } from "../../parameters/parameter";
import type { EnvironmentRecord } from "../environments/Environment";
import { defineSource, type DataPort } from "./source";

const fraction = z.number().min(0).max(1);

/** How the probability of an action at random falls: linearly over so many steps of the environment. */
const explore = z.strictObject({
  from: fraction.prefault(1),
  to: fraction.prefault(0.05),
  steps: z.int().min(1).prefault(5000),
});

/** The parameters of every environment besides its own. */
export const playParams = {
  policy: text({
    help: 'The output whose largest value chooses the action, such as "q.output": a value for each action, computed from the state.',
    optional: true,
  }),
  explore: parameter<z.infer<typeof explore>, false>("value", explore, {
    help: "The probability of a random action: it goes from one value to another over so many steps of the environment.",
    default: { from: 1, to: 0.05, steps: 5000 },
  }),
  replay: integer({
    help: "How many steps of the environment are kept; each new one replaces the oldest.",
    default: 50_000,
    minimum: 1,
    maximum: 100_000_000,
  }),
  startAfter: integer({
    help: "Steps of the environment before the first training step.",
    default: 1000,
    minimum: 1,
    maximum: 100_000_000,
  }),
  every: integer({
    help: "Steps of the environment per training step.",
    default: 1,
    minimum: 1,
    maximum: 1_000_000,
  }),
  stepsPerEpoch: integer({
    help: "Batches in an epoch, after which the network is evaluated: so many training steps, if a step takes one batch.",
    default: 500,
    minimum: 1,
    maximum: 100_000_000,
  }),
  episodes: integer({
    help: "Episodes played without exploring in each evaluation.",
    default: 10,
    minimum: 1,
    maximum: 10_000,
  }),
} as const;

/** How a network plays, as a document says it. */
export type PlaySettings = Values<typeof playParams> & {
  /** After how many steps an episode is cut off. */
  readonly limit: number;
  /** Of the starts of episodes. */
  readonly seed: number;
};

/** The source of what happens in an environment. */
export function environmentSource<const N extends string>(record: EnvironmentRecord & { readonly name: N }) {
  const { name, summary, params: own, limit, make } = record;
  const environment = (params: Readonly<Record<string, unknown>>) =>
    Object.keys(own).every((param) => params[param] !== undefined) ? make(params) : undefined;
  return defineSource({
    name,
    summary,
    params: {
      ...own,
      ...playParams,
      limit: integer({
        help: "After how many steps an episode is cut off. This is no end of the task: what follows still counts in the last state's value.",
        default: limit,
        minimum: 1,
        maximum: 1_000_000,
      }),
    },
    readsFiles: false,
    samples: ({ replay }) => (typeof replay === "number" ? replay : undefined),
    environment,
    ports: (params) => portsOf(environment(params)),
  });
}

/** One step of the environment per sample: where it was, what was done, and what came of it. */
function portsOf(environment: ReturnType<EnvironmentRecord["make"]> | undefined) {
  const low = Math.min(...(environment?.bounds ?? []).map((bounds) => bounds.low));
  const high = Math.max(...(environment?.bounds ?? []).map((bounds) => bounds.high));
  const state = {
    shape: environment && [environment.bounds.length],
    dtype: "float32" as const,
    ...(Number.isFinite(low) && Number.isFinite(high) && { range: { low, high } }),
  };
  const actions = environment?.actions;
  const action = { shape: [], dtype: "int32" as const, whole: true };
  const chosen = actions && {
    classes: actions.length,
    classNames: actions,
    range: { low: 0, high: actions.length - 1 },
  };
  return [
    { name: "state", ...state },
    { name: "action", ...action, ...chosen },
    { name: "reward", shape: [], dtype: "float32" },
    { name: "next", ...state },
    { name: "done", shape: [], dtype: "float32", range: { low: 0, high: 1 }, whole: true },
  ] satisfies readonly (Omit<DataPort, "shape"> & { readonly shape: readonly number[] | undefined })[];
}
