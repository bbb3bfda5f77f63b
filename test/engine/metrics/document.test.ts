import { describe, expect, it } from "vitest";
import { documentJsonSchema } from "../../../engine/document/jsonSchema";
import { infer } from "../../../engine/graph/infer";
import { parse } from "../../../engine/document/parse";
import { trainable } from "../../../engine/graph/trainable";

const model = (loss: string, metrics: readonly string[]) => `{
  "netloom": 1,
  "nodes": {
    "data": { "type": "Dataset", "source": "digits" },
    "flatten": { "type": "Flatten" },
    "scores": { "type": "Linear", "outFeatures": 10 },
    "loss": { "type": "${loss}" }
  },
  "edges": ["data.image -> flatten", "flatten -> scores", "scores -> loss.input", "data.label -> loss.target"],
  "training": { "metrics": ${JSON.stringify(metrics)} }
}`;

describe("a document's metrics", () => {
  it("may be any top-k, and stay in order", () => {
    const { graph, problems } = parse(model("CrossEntropyLoss", ["top3", "f1", "top12", "accuracy"]));
    expect(problems).toEqual([]);
    expect(graph?.training.metrics).toEqual(["top3", "f1", "top12", "accuracy"]);
  });

  it.each([
    ["top0", /must be one of "accuracy", "top5",/],
    ["acuracy", /Did you mean "accuracy"\?/],
    ["confusionmatrix", /Did you mean "confusionMatrix"\?/],
  ])("cannot be %s", (name, message) => {
    const { problems } = parse(model("CrossEntropyLoss", ["accuracy", name]));
    expect(problems).toMatchObject([{ code: "invalid-setting", message: expect.stringMatching(message) }]);
  });

  it.each([
    ["CrossEntropyLoss", ["mae", "rmse", "r2"]],
    ["BCEWithLogitsLoss", ["top5", "perplexity"]],
    ["MSELoss", ["top5", "precision", "recall", "f1", "auc", "iou", "perplexity", "confusionMatrix"]],
  ])("cause a warning if %s does not support them", (loss, useless) => {
    const all = ["accuracy", "top5", "precision", "recall", "f1", "auc", "iou", "perplexity"];
    const { graph } = parse(model(loss, [...all, "confusionMatrix", "mae", "rmse", "r2"]));
    const warnings = trainable(infer(graph!)).filter(({ code }) => code === "metric-does-not-apply");
    expect(warnings.map(({ message }) => /"(\w+)"/.exec(message)?.[1])).toEqual(useless);
  });

  it("are completed with their descriptions, and any top-k is valid", () => {
    const schema = documentJsonSchema() as unknown as {
      properties: {
        training: { properties: { metrics: { items: { anyOf: Record<string, unknown>[] } } } };
      };
    };
    const [named, topK] = schema.properties.training.properties.metrics.items.anyOf;
    expect(named?.enum).toContain("confusionMatrix");
    expect(named?.enumDescriptions).toHaveLength((named?.enum as string[]).length);
    expect(topK?.pattern).toBe("^top([1-9][0-9]{0,8})$");
  });
});
