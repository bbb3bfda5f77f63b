import * as z from "zod";
import { layers } from "../layers";
import type { Layer } from "../layers/layer";
import { listSchema } from "../parameters/listSchema";
import type { Parameter, Parameters } from "../parameters/parameter";
import { boolean, integer } from "../parameters/parameter";
import { valuesSchema } from "../parameters/valuesSchema";
import { clippings } from "../clipping";
import { metricCalled, metrics } from "../metrics";
import { topKPattern } from "../metrics/topK";
import { optimizers } from "../optimizers";
import { schedules } from "../schedules";
import { edgePattern } from "./edgeText";
import { paramsOf } from "./paramsOf";

/**
 * The pieces of the document's one definition. The parser applies each piece where it stands, so that what is right
 * survives beside what is wrong; `documentJsonSchema` puts the same pieces together for VS Code.
 */
export const formatVersion = 1;

export const versionSchema = z.literal(formatVersion);

export const edgeSchema = z.string().regex(edgePattern);

/** A node's place on the canvas, in whole pixels. */
export const placeSchema = z.tuple([z.int(), z.int()]);

/** Keys of the document in the order in which they are written. `blocks` comes with a later version. */
export const documentKeys = ["netloom", "blocks", "nodes", "edges", "training", "layout"] as const;
export type DocumentKey = (typeof documentKeys)[number];

/** Known from the format's plan, refused until they mean something. */
export const reservedDocumentKeys: readonly string[] = ["blocks"];
export const reservedTrainingKeys: readonly string[] = ["objectives"];
export const reservedNodeKeys: readonly string[] = ["repeat", "weightsOf"];

/** The settings under `training` beside the typed ones, in the order in which they are written. */
export const trainingParams = {
  epochs: integer({
    help: "How often every training sample is seen. Not written: 5 to 100, so that there are about 1,000 steps.",
    optional: true,
    minimum: 1,
  }),
  batchSize: {
    kind: "integer",
    schema: z.union([z.int().min(1), z.literal("all")]).optional(),
    help: 'Samples in a step. 1 is stochastic gradient descent, "all" is batch gradient descent. Not written: 8 to 64, fewer for small data sets.',
    optional: true,
    minimum: 1,
    options: ["all"],
  } satisfies Parameter<number | "all" | undefined>,
  dropLast: boolean({
    help: "Leaves out the last batch of an epoch where it is smaller than the others.",
    default: false,
  }),
  seed: integer({
    help: "Draws initial weights, the order of the samples and dropout: the same seed gives the same run.",
    default: 1,
    minimum: 0,
    maximum: 4294967295,
  }),
  warmup: integer({
    help: "Steps in which the learning rate rises to its full size, whatever the schedule says.",
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
    help: "What is measured beside the loss.",
    default: [],
    options: [...metrics.keys()],
    optionHelp: [...metrics.values()].map(({ summary }) => summary),
  } satisfies Parameter<string[]>,
} as const;

/** A setting under `training` that is an object: a `type`, and that type's parameters. */
export interface TypedSetting {
  readonly help: string;
  readonly types: ReadonlyMap<string, { readonly summary: string; readonly params: Parameters }>;
  /** The type that holds where nothing is written; without it, nothing holds. */
  readonly preset?: string;
  /** What a problem with its type is called. */
  readonly unknown: string;
}

export type TypedSettingName = "optimizer" | "schedule" | "clipping";

/** In the order in which they are written. */
export const typedSettings: Readonly<Record<TypedSettingName, TypedSetting>> = {
  optimizer: {
    help: "The rule that changes the weights, and its parameters.",
    types: optimizers,
    preset: "Adam",
    unknown: "unknown-optimizer",
  },
  schedule: {
    help: "How the learning rate changes over the run. Not written: not at all.",
    types: schedules,
    unknown: "unknown-schedule",
  },
  clipping: {
    help: "What keeps large gradients small. Not written: nothing.",
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
 * A node's parameters with defaults filled in, as `infer` and `lower` get them; undefined while one is wrong or the
 * layer is unknown. Remembered by the written object, which parsing never changes.
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
