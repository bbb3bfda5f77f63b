import { t } from "@vscode/l10n";
import * as z from "zod";
import { initializers } from "../initializers";
import { layers } from "../layers";
import type { Layer } from "../layers/layer";
import { entryOf } from "../parameters/listSchema";
import { typedSchema, valuesSchema } from "../parameters/valuesSchema";
import { initializerSchema, ownInitializer } from "../layers/weightParams";
import { fixedParams, paramsOf } from "../graph/paramsOf";
import { idPattern } from "../graph/idPattern";
import {
  edgeSchema,
  placeSchema,
  trainingParams,
  typedSettings,
  versionSchema,
  type TypedSetting,
} from "../graph/schema";

type Json = Readonly<Record<string, unknown>>;

/**
 * The JSON Schema (draft 7) of the document, for hover and completion in VS Code: the pieces of the zod schema put
 * together. What a node may hold hangs on its `type` by if and then, because an editor completes those better than a
 * choice of objects.
 */
export function documentJsonSchema(): Json {
  const definitions: Record<string, unknown> = {};
  for (const layer of layers.values()) define(definitions, layer);
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: t("Netloom model"),
    type: "object",
    required: ["netloom"],
    properties: {
      netloom: { ...schemaOf(versionSchema), description: t("Version of the format.") },
      nodes: {
        type: "object",
        description: t("The layers by name."),
        propertyNames: { pattern: idPattern.source },
        additionalProperties: { $ref: "#/definitions/node" },
      },
      edges: {
        type: "array",
        description: t(
          'The wires, one on each line: "a -> b", or "a.output -> b.input" where ports have names.',
        ),
        items: schemaOf(edgeSchema),
      },
      training: trainingJsonSchema(),
      layout: {
        type: "object",
        description: t("Where the nodes stand on the canvas: [x, y]. It is no part of the model."),
        additionalProperties: schemaOf(placeSchema),
      },
    },
    additionalProperties: false,
    definitions: {
      node: nodeJsonSchema([...layers.values()]),
      initializer: initializerJsonSchema(),
      ...definitions,
    },
  };
}

/** A node: the layer's name decides on the rest. */
function nodeJsonSchema(all: readonly Layer[]): Json {
  return {
    type: "object",
    required: ["type"],
    properties: {
      type: {
        description: t("The layer."),
        enum: all.map(({ type }) => type),
        enumDescriptions: all.map(({ summary }) => t(summary)),
      },
    },
    allOf: all.map(({ type }) => when({ type: { const: type } }, { $ref: `#/definitions/${type}` })),
  };
}

/** Adds a layer's definition; where parameters hang on a choice, one more for each option. */
function define(definitions: Record<string, unknown>, layer: Layer): void {
  const { type } = layer;
  const decisions = layer.furtherParams
    ? Object.entries(layer.params).filter(([, { options }]) => options !== undefined)
    : [];
  const fixed = objectOf(typedSchema(type, fixedParams(layer)), layer.summary);
  if (decisions.length === 0) {
    definitions[type] = fixed;
    return;
  }
  const { additionalProperties: _, ...open } = fixed;
  const branches = decisions.flatMap(([name, { options = [], default: preset }]) =>
    options.map((option) => {
      const branch = `${type}.${option}`;
      definitions[branch] = objectOf(typedSchema(type, paramsOf(layer, { [name]: option })), layer.summary);
      const chosen = when({ [name]: { const: option } }, { $ref: `#/definitions/${branch}` });
      // Without the `required`, a node that does not say takes the branch of the default.
      return option === preset ? { ...chosen, if: { properties: { [name]: { const: option } } } } : chosen;
    }),
  );
  definitions[type] = { ...open, allOf: branches };
}

function trainingJsonSchema(): Json {
  const training = objectOf(valuesSchema(trainingParams), t("How the model is trained."));
  const typed = Object.entries(typedSettings).map(([name, setting]) => [name, settingJsonSchema(setting)]);
  return {
    ...training,
    properties: { ...(training.properties as Json), ...(Object.fromEntries(typed) as Json) },
  };
}

/** A typed setting: its type decides on the rest. */
function settingJsonSchema({ help, types, preset }: TypedSetting): Json {
  return {
    type: "object",
    description: t(help),
    ...(preset !== undefined && { default: { type: preset } }),
    required: ["type"],
    properties: {
      type: {
        enum: [...types.keys()],
        enumDescriptions: [...types.values()].map(({ summary }) => t(summary)),
      },
    },
    allOf: [...types].map(([type, { params, summary }]) =>
      when({ type: { const: type } }, objectOf(typedSchema(type, params), summary)),
    ),
  };
}

/** An initialiser: its name, or an object of its name and parameters. */
function initializerJsonSchema(): Json {
  const own = t("The layer's own way, which is PyTorch's.");
  const rules = [...initializers.values()];
  const type = {
    enum: [ownInitializer, ...rules.map(({ type }) => type)],
    enumDescriptions: [own, ...rules.map(({ summary }) => t(summary))],
  };
  return {
    anyOf: [
      { type: "string", ...type },
      {
        type: "object",
        required: ["type"],
        properties: { type },
        allOf: [
          when({ type: { const: ownInitializer } }, schemaOf(typedSchema(ownInitializer, {}))),
          ...rules.map(({ type, params, summary }) =>
            when({ type: { const: type } }, objectOf(typedSchema(type, params), summary)),
          ),
        ],
      },
    ],
  };
}

function when(properties: Json, then: Json): Json {
  return { if: { required: Object.keys(properties), properties }, then };
}

function objectOf(schema: z.ZodObject, summary: string): Json {
  return { description: t(summary), ...schemaOf(schema) };
}

/**
 * What may be written, before defaults are filled in, without what only says that a number is a safe integer, and with
 * the initialisers by reference: a dozen layers have the same.
 */
function schemaOf(schema: z.ZodType): Json {
  const { $schema: _, ...json } = z.toJSONSchema(schema, {
    io: "input",
    target: "draft-7",
    override: ({ zodSchema, jsonSchema }) => {
      if (Object.is(zodSchema, initializerSchema)) {
        delete jsonSchema.anyOf;
        jsonSchema.allOf = [{ $ref: "#/definitions/initializer" }];
      }
      const entry = entryOf(zodSchema);
      if (entry) jsonSchema.items = schemaOf(entry);
      delete jsonSchema.entry;
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
      if (typeof jsonSchema.description === "string") jsonSchema.description = t(jsonSchema.description);
      if (Array.isArray(jsonSchema.enumDescriptions))
        jsonSchema.enumDescriptions = (jsonSchema.enumDescriptions as string[]).map((help) => t(help));
    },
  });
  return json;
}
