import { describe, expect, it } from "vitest";
import { documentJsonSchema } from "../../../engine/document/jsonSchema";
import { sharingKeys } from "../../../engine/graph/sharing";
import { fixedParams } from "../../../engine/graph/paramsOf";
import { canBeBypassed } from "../../../engine/graph/canBeBypassed";
import { initializers } from "../../../engine/initializers";
import { layers } from "../../../engine/layers";
import { optimizers } from "../../../engine/optimizers";
import { schedules } from "../../../engine/schedules";

type Json = Record<string, unknown>;
const schema = documentJsonSchema() as Json & {
  properties: Record<string, Json>;
  definitions: Record<string, Json & { properties: Record<string, Json>; allOf?: Json[] }>;
};

describe("the document's JSON Schema", () => {
  it("knows every layer and describes it", () => {
    const node = schema.definitions.node!;
    expect(node.properties.type?.anyOf).toContainEqual({
      enum: [...layers.keys()],
      enumDescriptions: [...layers.values()].map(({ summary }) => summary),
    });
    expect(node.allOf).toContainEqual({
      if: { required: ["type"], properties: { type: { const: "Linear" } } },
      then: { $ref: "#/definitions/Linear" },
    });
    for (const [type, layer] of layers)
      expect(Object.keys(schema.definitions[type]!.properties), type).toEqual([
        ...new Set([
          "type",
          ...Object.keys(fixedParams(layer)),
          "repeat",
          ...(canBeBypassed(undefined, type) ? ["bypass"] : []),
          ...(layer.weights ? sharingKeys : []),
        ]),
      ]);
  });

  it("knows every initialiser, by its name or with its parameters", () => {
    const names = ["default", ...initializers.keys()];
    const { anyOf } = schema.definitions.initializer as unknown as {
      anyOf: [Json, Json & { allOf: Json[] }];
    };
    expect(anyOf[0]).toMatchObject({ type: "string", enum: names });
    expect(anyOf[1]).toMatchObject({ type: "object", properties: { type: { enum: names } } });
    expect(anyOf[1].allOf).toContainEqual({
      if: { required: ["type"], properties: { type: { const: "constant" } } },
      then: {
        description: "All the same value.",
        type: "object",
        required: ["type"],
        properties: {
          type: { type: "string", const: "constant" },
          value: { type: "number", default: 0, description: "The value." },
        },
        additionalProperties: false,
      },
    });
  });

  it("says of each parameter what it is, what it may be, and its default", () => {
    expect(schema.definitions.Linear).toMatchInlineSnapshot(`
      {
        "additionalProperties": false,
        "description": "Every output is a weighted sum of all inputs: y = x·weightᵀ + bias.",
        "properties": {
          "bias": {
            "default": true,
            "description": "Adds a learned bias to each output.",
            "type": "boolean",
          },
          "biasInit": {
            "allOf": [
              {
                "$ref": "#/definitions/initializer",
              },
            ],
            "description": "Initialisation of the biases. Default: the layer's own, as in PyTorch.",
          },
          "bypass": {
            "$ref": "#/definitions/bypass",
          },
          "follows": {
            "$ref": "#/definitions/follows",
          },
          "frozen": {
            "default": false,
            "description": "Training does not change the weights.",
            "type": "boolean",
          },
          "l1": {
            "default": 0,
            "description": "Adds l1·Σ|w| over the weights, without biases, to the loss.",
            "minimum": 0,
            "type": "number",
          },
          "l2": {
            "default": 0,
            "description": "Adds l2·Σw² over the weights, without biases, to the loss.",
            "minimum": 0,
            "type": "number",
          },
          "learningRateFactor": {
            "default": 1,
            "description": "Multiplies the learning rate for these weights.",
            "minimum": 0,
            "type": "number",
          },
          "outFeatures": {
            "description": "Number of outputs (neurons).",
            "minimum": 1,
            "type": "integer",
          },
          "repeat": {
            "$ref": "#/definitions/repeat",
          },
          "type": {
            "const": "Linear",
            "type": "string",
          },
          "weightClip": {
            "description": "After each update, moves weights and biases beyond ±weightClip back to it, as a WGAN's critic needs.",
            "exclusiveMinimum": 0,
            "type": "number",
          },
          "weightDecay": {
            "description": "Weight decay for these weights, instead of the optimizer's.",
            "minimum": 0,
            "type": "number",
          },
          "weightInit": {
            "allOf": [
              {
                "$ref": "#/definitions/initializer",
              },
            ],
            "description": "Initialisation of the weights, except biases. Default: the layer's own, as in PyTorch.",
          },
          "weightsOf": {
            "$ref": "#/definitions/weightsOf",
          },
        },
        "required": [
          "type",
          "outFeatures",
        ],
        "type": "object",
      }
    `);
    expect(schema.definitions.Conv2d!.properties.padding).toMatchInlineSnapshot(`
      {
        "anyOf": [
          {
            "enum": [
              "same",
              "valid",
            ],
            "type": "string",
          },
          {
            "anyOf": [
              {
                "maximum": 2147483647,
                "minimum": 0,
                "type": "integer",
              },
              {
                "items": {
                  "maximum": 2147483647,
                  "minimum": 0,
                  "type": "integer",
                },
                "maxItems": 2,
                "minItems": 2,
                "type": "array",
              },
            ],
          },
        ],
        "default": 0,
        "description": "Padding around the input; "same" preserves its size.",
      }
    `);
    expect(schema.definitions.Perceptron!.properties.activation).toMatchInlineSnapshot(`
      {
        "default": "step",
        "description": "step outputs 0 or 1, sign outputs −1 or 1; at 0 both output 1.",
        "enum": [
          "step",
          "sign",
        ],
        "type": "string",
      }
    `);
  });

  it("takes the parameters of a Dataset's source, and those of the default where none is named", () => {
    const dataset = schema.definitions.Dataset!;
    expect(dataset).not.toHaveProperty("additionalProperties");
    expect(dataset.allOf).toContainEqual({
      if: { required: ["source"], properties: { source: { const: "csv" } } },
      then: { $ref: "#/definitions/Dataset.csv" },
    });
    expect(dataset.allOf).toContainEqual({
      if: { properties: { source: { const: "digits" } } },
      then: { $ref: "#/definitions/Dataset.digits" },
    });
    expect(schema.definitions["Dataset.csv"]).toMatchObject({
      required: ["type", "file", "inputs", "target"],
      additionalProperties: false,
    });
    expect(Object.keys(schema.definitions["Dataset.csv"]!.properties)).toContain("validation");
  });

  it("describes training and every optimizer", () => {
    const training = schema.properties.training as Json & {
      properties: Record<string, Json & { allOf: Json[] }>;
    };
    expect(Object.keys(training.properties)).toEqual([
      "epochs",
      "batchSize",
      "dropLast",
      "seed",
      "warmup",
      "metrics",
      "watch",
      "patience",
      "ema",
      "accumulate",
      "optimizer",
      "schedule",
      "clipping",
      "objectives",
    ]);
    expect(training.properties.seed).toMatchObject({ default: 1 });
    expect(training.properties.batchSize).not.toHaveProperty("default");
    expect(training.properties.optimizer!.allOf).toHaveLength(optimizers.size);
    expect(training.properties.schedule!.allOf).toHaveLength(schedules.size);
    expect(training.properties.optimizer!.default).toEqual({ type: "Adam" });
    expect(training.properties.schedule).not.toHaveProperty("default");
    expect(training.additionalProperties).toBe(false);
  });

  it("is plain data that refers only to itself", () => {
    const text = JSON.stringify(schema);
    expect(JSON.parse(text)).toEqual(schema);
    const targets = [...text.matchAll(/"#\/definitions\/([^"]+)"/g)].map((match) => match[1]!);
    expect(targets.filter((target) => !(target in schema.definitions))).toEqual([]);
  });
});
