import { t } from "@vscode/l10n";
import * as z from "zod";
import { initializers } from "../initializers";
import { layers } from "../layers";
import type { Layer } from "../layers/layer";
import { entryOf } from "../parameters/listSchema";
import { typedSchema, valuesSchema } from "../parameters/valuesSchema";
import { initializerSchema, ownInitializer } from "../layers/weightParams";
import { fixedParams, paramsOf } from "../graph/paramsOf";
import { canBeBypassed } from "../graph/canBeBypassed";
import { documentLimits } from "../graph/documentLimits";
import { idPattern } from "../graph/idPattern";
import { nodePathPattern, sharingKeys, type SharingKey } from "../graph/sharing";
import type { Parameters } from "../parameters/parameter";
import {
  edgeSchema,
  objectiveParams,
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
      blocks: {
        type: "object",
        description: t("Networks with a name, which nodes can be instances of."),
        propertyNames: { pattern: idPattern.source },
        additionalProperties: blockJsonSchema(),
      },
      ...scopeJsonSchema({ $ref: "#/definitions/node" }),
      training: trainingJsonSchema(),
    },
    additionalProperties: false,
    definitions: {
      node: nodeJsonSchema([...layers.values()]),
      repeat: repeatJsonSchema(),
      bypass: {
        type: "boolean",
        description: t(
          "Leaves the node out: its first output is its first input, and its weights are not there.",
        ),
      },
      initializer: initializerJsonSchema(),
      ...sharingJsonSchemas(),
      ...definitions,
    },
  };
}

/** The sections of the document that a block has too. */
function scopeJsonSchema(node: Json): Json {
  return {
    nodes: {
      type: "object",
      description: t("The layers by name."),
      propertyNames: { pattern: idPattern.source },
      additionalProperties: node,
    },
    edges: {
      type: "array",
      description: t('The wires, one per line: "a -> b", or "a.output -> b.input" to name ports.'),
      items: schemaOf(edgeSchema),
    },
    layout: {
      type: "object",
      description: t("The nodes' positions on the canvas, [x, y]. Not part of the model."),
      additionalProperties: schemaOf(placeSchema),
    },
  };
}

function blockJsonSchema(): Json {
  const name = { type: "string", pattern: idPattern.source };
  const input = {
    type: "object",
    required: ["name"],
    properties: {
      name,
      optional: {
        type: "boolean",
        description: t(
          "Whether the input may be left unconnected; the wires from it inside are then not there.",
        ),
      },
    },
    additionalProperties: false,
  };
  return {
    type: "object",
    properties: {
      parameters: {
        type: "object",
        description: t(
          'Parameters with their defaults; null if a value must be given. Inside, "$name" stands for the value, also in expressions such as "$name * 2".',
        ),
        propertyNames: { pattern: idPattern.source },
      },
      inputs: {
        type: "array",
        description: t("Where wires begin inside the block: the inputs of its instances."),
        items: { anyOf: [name, input] },
      },
      outputs: {
        type: "array",
        description: t("Where wires end inside the block: the outputs of its instances."),
        items: name,
      },
      // A parameter may be an expression instead of what the layer accepts.
      ...scopeJsonSchema({ anyOf: [{ $ref: "#/definitions/node" }, { type: "object", required: ["type"] }] }),
    },
    additionalProperties: false,
  };
}

/** How often a node is repeated. */
function repeatJsonSchema(): Json {
  return {
    type: "integer",
    minimum: 1,
    maximum: documentLimits.nodes,
    description: t(
      "Puts so many of these one behind the other: the first output leads to the next one's first input.",
    ),
  };
}

/** A node, whose other keys depend on the layer's or block's name. */
function nodeJsonSchema(all: readonly Layer[]): Json {
  return {
    type: "object",
    required: ["type"],
    properties: {
      type: {
        description: t("The name of a layer, or of one of the document's blocks."),
        anyOf: [
          { enum: all.map(({ type }) => type), enumDescriptions: all.map(({ summary }) => t(summary)) },
          { type: "string", pattern: idPattern.source },
        ],
      },
      repeat: { $ref: "#/definitions/repeat" },
      bypass: { $ref: "#/definitions/bypass" },
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
  const fixed = nodeOf(layer, fixedParams(layer));
  if (decisions.length === 0) {
    definitions[type] = fixed;
    return;
  }
  const { additionalProperties: _, ...open } = fixed;
  const branches = decisions.flatMap(([name, { options = [], default: preset }]) =>
    options.map((option) => {
      const branch = `${type}.${option}`;
      definitions[branch] = nodeOf(layer, paramsOf(layer, { [name]: option }));
      const chosen = when({ [name]: { const: option } }, { $ref: `#/definitions/${branch}` });
      // Without `required`, a node that does not set it takes the default's branch.
      return option === preset ? { ...chosen, if: { properties: { [name]: { const: option } } } } : chosen;
    }),
  );
  definitions[type] = { ...open, allOf: branches };
}

/** A node of a layer, with what every node may have unless the layer has a parameter of that name. */
function nodeOf(layer: Layer, parameters: Parameters): Json {
  const schema = objectOf(typedSchema(layer.type, parameters), layer.summary);
  const own = schema.properties as Json;
  const words = [
    "repeat",
    ...(canBeBypassed(undefined, layer.type) ? ["bypass"] : []),
    ...(layer.weights ? sharingKeys : []),
  ].filter((key) => !(key in own));
  const common = Object.fromEntries(words.map((key) => [key, { $ref: `#/definitions/${key}` }])) as Json;
  return { ...schema, properties: { ...own, ...common } };
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
    follows: {
      description: t(
        "Follows the weights of another node of the same type instead of being trained: becomes a copy of them after every so many steps, or moves towards them after each.",
      ),
      type: "object",
      required: ["node"],
      properties: {
        node: { type: "string", pattern: nodePathPattern.source, description: t("The node to follow.") },
        every: { type: "integer", minimum: 1, description: t("Number of steps between two copies.") },
        rate: {
          type: "number",
          exclusiveMinimum: 0,
          maximum: 1,
          description: t("How far to move towards the other weights after each step; 1 copies them."),
        },
      },
      additionalProperties: false,
    },
  };
}

function trainingJsonSchema(): Json {
  const training = objectOf(valuesSchema(trainingParams), t("How the model is trained."));
  const typed = typedJsonSchemas(({ preset }) => preset);
  return {
    ...training,
    properties: { ...(training.properties as Json), ...typed, objectives: objectivesJsonSchema() },
  };
}

function objectivesJsonSchema(): Json {
  const objective = objectOf(
    valuesSchema(objectiveParams),
    t("What is minimised, by which weights and how."),
  );
  const weights = {
    type: "object",
    description: t("Factors of the losses, by their nodes' names. Default: 1."),
    additionalProperties: { type: "number" },
  };
  // Typed settings that are not written are those of `training`.
  const typed = typedJsonSchemas(() => undefined);
  return {
    type: "object",
    description: t(
      "What is minimised, by changing which weights, in the order in which a step runs them. Default: the sum of all losses, by changing all weights.",
    ),
    minProperties: 1,
    propertyNames: { pattern: idPattern.source },
    additionalProperties: {
      ...objective,
      properties: { ...(objective.properties as Json), weights, ...typed },
    },
  };
}

function typedJsonSchemas(presetOf: (setting: TypedSetting) => string | undefined): Json {
  return Object.fromEntries(
    Object.entries(typedSettings).map(([name, setting]) => [
      name,
      settingJsonSchema({ ...setting, preset: presetOf(setting) }),
    ]),
  );
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
