import * as z from "zod";
import { layers } from "../layers";
import type { Layer } from "../layers/layer";
import { listSchema } from "../parameters/listSchema";
import type { Parameter, Parameters } from "../parameters/parameter";
import { boolean, integer, number, texts } from "../parameters/parameter";
import { valuesSchema } from "../parameters/valuesSchema";
import { clippings } from "../clipping";
import { metricCalled, metrics } from "../metrics";
import { playedFigures } from "../data/catalog/playedFigures";
import { topKPattern } from "../metrics/topK";
import { optimizers } from "../optimizers";
import { schedules } from "../schedules";
import { edgePattern } from "./edgeText";
import { defaultWatch } from "./figures";
import { paramsOf } from "./paramsOf";

/**
 * The parts of the document's schema, which is defined only here. The parser applies each part separately, so that
 * valid parts survive next to invalid ones; `documentJsonSchema` assembles the same parts for VS Code.
 */
export const formatVersion = 1;

export const versionSchema = z.literal(formatVersion);

export const edgeSchema = z.string().regex(edgePattern);

/** A node's position on the canvas, in whole pixels. */
export const placeSchema = z.tuple([z.int(), z.int()]);

/** The document's keys in the order in which they are written. */
export const documentKeys = ["netloom", "blocks", "nodes", "edges", "training", "layout"] as const;
export type DocumentKey = (typeof documentKeys)[number];

/** A block's keys in the order in which they are written. */
export const blockKeys = ["parameters", "inputs", "outputs", "nodes", "edges", "layout"] as const;

/** What a node may have besides its layer's or block's parameters, so that no parameter of a block is called so. */
export const nodeKeys: readonly string[] = ["type", "repeat", "weightsOf", "follows", "bypass"];

/** The names that the JSON Schema offers for `training.watch`; those of several losses or objectives are not among them. */
export const watchable = [
  defaultWatch,
  "loss",
  ...[...metrics.values()].flatMap(({ kind, name }) =>
    kind === "number" ? [`validation.${name}`, name] : [],
  ),
  ...playedFigures.flatMap(({ name, ofTraining }) => (ofTraining ? [name] : [`validation.${name}`, name])),
];

/** The settings under `training` other than the typed ones, in the order in which they are written. */
export const trainingParams = {
  epochs: integer({
    help: "Number of passes over the training samples. Default: 5 to 100, so that there are about 1,000 steps.",
    optional: true,
    minimum: 1,
  }),
  batchSize: {
    kind: "integer",
    schema: z.union([z.int().min(1), z.literal("all")]).optional(),
    help: 'Samples per step. 1 is stochastic gradient descent, "all" is batch gradient descent. Default: 8 to 64, depending on the size of the data set.',
    optional: true,
    minimum: 1,
    options: ["all"],
  } satisfies Parameter<number | "all" | undefined>,
  dropLast: boolean({
    help: "Leaves out the last batch of an epoch if it is smaller than the others.",
    default: false,
  }),
  seed: integer({
    help: "Seeds the initial weights, the order of the samples and dropout: the same seed gives the same run.",
    default: 1,
    minimum: 0,
    maximum: 4294967295,
  }),
  warmup: integer({
    help: "Number of steps over which the learning rate rises to its full value, on top of the schedule.",
    default: 0,
    minimum: 0,
  }),
  metrics: {
    kind: "texts",
    schema: listSchema(
      z.union([
        z.enum([...metrics.keys()]).meta({
          enumDescriptions: [...metrics.values()].map(({ summary }) => summary),
        }),
        z.string().regex(topKPattern),
      ]),
      {},
      (name) => typeof name === "string" && metricCalled(name) !== undefined,
    ),
    help: "What to measure besides the loss.",
    default: [],
    options: [...metrics.keys()],
    optionHelp: [...metrics.values()].map(({ summary }) => summary),
  } satisfies Parameter<string[]>,
  watch: {
    kind: "text",
    schema: z.union([z.enum(watchable), z.string().min(1)]).optional(),
    help: "The loss or metric that decides which epoch is the best: validation.loss (the default), validation.accuracy, or without the prefix, of the training rows.",
    optional: true,
  } satisfies Parameter<string | undefined>,
  patience: integer({
    help: "Ends the run after this many epochs in which the watched figure has not improved. Default: never.",
    optional: true,
    minimum: 1,
  }),
  ema: number({
    help: "Decay of an exponential moving average of the weights, which validation, the best checkpoint and exports use. Default: none.",
    optional: true,
    minimum: 0,
    below: 1,
  }),
  accumulate: integer({
    help: "Number of batches whose gradients are added for one update, as if they were one batch.",
    default: 1,
    minimum: 1,
    maximum: 10_000,
  }),
} as const;

/** The settings of one objective, besides the typed ones and `weights`, in the order in which they are written. */
export const objectiveParams = {
  losses: texts({ help: "The losses that it minimises, by their nodes' names.", minLength: 1 }),
  updates: texts({
    help: "The nodes or blocks whose weights it changes. Default: all that its losses depend on.",
    optional: true,
    minLength: 1,
  }),
  steps: integer({
    help: "How often it runs in one training step, each time on the next batch.",
    default: 1,
    minimum: 1,
    maximum: 10_000,
  }),
  warmup: integer({
    help: "Number of steps over which the learning rate rises to its full value. Default: that of the training settings.",
    optional: true,
    minimum: 0,
  }),
  epochs: {
    kind: "integers",
    schema: listSchema(z.int().min(1), { length: 2 }).optional(),
    help: "The first and the last epoch in which it runs: [1, 5]. Default: all.",
    optional: true,
    minimum: 1,
  } satisfies Parameter<number[] | undefined>,
} as const;

/** A setting under `training` that is an object: a `type`, and that type's parameters. */
export interface TypedSetting {
  readonly help: string;
  readonly types: ReadonlyMap<string, { readonly summary: string; readonly params: Parameters }>;
  /** The default type; if absent, the setting is off by default. */
  readonly preset?: string;
  /** The problem code for an unknown type. */
  readonly unknown: string;
}

export type TypedSettingName = "optimizer" | "schedule" | "clipping";

/** In the order in which they are written. */
export const typedSettings: Readonly<Record<TypedSettingName, TypedSetting>> = {
  optimizer: {
    help: "The rule that updates the weights, and its parameters.",
    types: optimizers,
    preset: "Adam",
    unknown: "unknown-optimizer",
  },
  schedule: {
    help: "How the learning rate changes during the run. Default: it does not.",
    types: schedules,
    unknown: "unknown-schedule",
  },
  clipping: {
    help: "Limits the size of gradients. Default: off.",
    types: clippings,
    unknown: "unknown-clipping",
  },
};

export function isTypedSetting(name: string): name is TypedSettingName {
  return Object.hasOwn(typedSettings, name);
}

const fixed = new WeakMap<Parameters, z.ZodObject>();

/** The schema of a node's parameters. */
export function nodeSchema(layer: Layer, written: Readonly<Record<string, unknown>>): z.ZodObject {
  return schemaOnce(paramsOf(layer, written));
}

/** The schema of the parameters of a typed setting's type, without `type`. */
export function settingSchema(setting: TypedSettingName, type: string): z.ZodObject | undefined {
  const found = typedSettings[setting].types.get(type);
  return found && schemaOnce(found.params);
}

function schemaOnce(parameters: Parameters): z.ZodObject {
  const known = fixed.get(parameters) ?? valuesSchema(parameters);
  fixed.set(parameters, known);
  return known;
}

const values = new WeakMap<object, Readonly<Record<string, unknown>> | null>();

/**
 * A node's parameters with defaults filled in, as `infer` and `lower` use them; undefined if one is wrong or the layer
 * is unknown. Cached by the written object, which parsing never changes.
 */
export function nodeValues(
  type: string,
  written: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> | undefined {
  let known = values.get(written);
  if (known === undefined) {
    const layer = layers.get(type);
    known = layer ? (nodeSchema(layer, written).safeParse(written).data ?? null) : null;
    values.set(written, known);
  }
  return known ?? undefined;
}
