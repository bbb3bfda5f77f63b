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
import { nodePathPattern, sharingKeys, type SharingKey } from "../graph/sharing";
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
 * The document's JSON Schema (draft 7), for hover and completion in VS Code, assembled from the parts of the zod
 * schema. A node's parameters depend on its `type` through if/then, because editors complete those better than a union
 * of objects.
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
        description: t('The wires, one per line: "a -> b", or "a.output -> b.input" to name ports.'),
        items: schemaOf(edgeSchema),
      },
      training: trainingJsonSchema(),
      layout: {
        type: "object",
        description: t("The nodes' positions on the canvas, [x, y]. Not part of the model."),
        additionalProperties: schemaOf(placeSchema),
      },
    },
    additionalProperties: false,
    definitions: {
      node: nodeJsonSchema([...layers.values()]),
      initializer: initializerJsonSchema(),
      ...sharingJsonSchemas(),
      ...definitions,
    },
  };
}

/** A node, whose other keys depend on the layer's name. */
function nodeJsonSchema(all: readonly Layer[]): Json {
  return {
    type: "object",
    required: ["type"],
    properties: {
      type: {
        description: t("The layer's type."),
        enum: all.map(({ type }) => type),
        enumDescriptions: all.map(({ summary }) => t(summary)),
      },
    },
    allOf: all.map(({ type }) => when({ type: { const: type } }, { $ref: `#/definitions/${type}` })),
  };
}

/** Adds a layer's definition, and one more per option if further parameters depend on a choice. */
function define(definitions: Record<string, unknown>, layer: Layer): void {
  const { type } = layer;
  const decisions = layer.furtherParams
    ? Object.entries(layer.params).filter(([, { options }]) => options !== undefined)
    : [];
  const fixed = withSharing(layer, objectOf(typedSchema(type, fixedParams(layer)), layer.summary));
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
      // Without `required`, a node that does not set it takes the default's branch.
      return option === preset ? { ...chosen, if: { properties: { [name]: { const: option } } } } : chosen;
    }),
  );
  definitions[type] = { ...open, allOf: branches };
}

/** A layer's schema with the words about sharing, if it has weights. */
function withSharing(layer: Layer, schema: Json): Json {
  if (!layer.weights) return schema;
  const words = sharingKeys.map((key) => [key, { $ref: `#/definitions/${key}` }]);
  return {
    ...schema,
    properties: { ...(schema.properties as Json), ...(Object.fromEntries(words) as Json) },
  };
}

function sharingJsonSchemas(): Readonly<Record<SharingKey, Json>> {
  return {
    weightsOf: {
      description: t(
        'Uses the weights of another node of the same type, or single weights of other nodes: { "weight": "embed.weight" }.',
      ),
      anyOf: [
        { type: "string", pattern: nodePathPattern.source },
        { type: "object", minProperties: 1, additionalProperties: { type: "string" } },
      ],
    },
  };
}

function trainingJsonSchema(): Json {
  const training = objectOf(valuesSchema(trainingParams), t("How the model is trained."));
  const typed = Object.entries(typedSettings).map(([name, setting]) => [name, settingJsonSchema(setting)]);
  return {
    ...training,
    properties: { ...(training.properties as Json), ...(Object.fromEntries(typed) as Json) },
  };
}

/** A typed setting, whose other keys depend on its type. */
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

/** An initialiser: its name, or an object with its name and parameters. */
function initializerJsonSchema(): Json {
  const own = t("The layer's own initialisation, as in PyTorch.");
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
 * The schema of what may be written, before defaults are filled in, without safe-integer bounds, and with initialisers
 * by reference, since a dozen layers share them.
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
