import { describe, expect, it } from "vitest";
import {
  formatMetric,
  formatTick,
  higherIsBetter,
  isMatrix,
  mainMetric,
  metricName,
} from "../../../webview/training/metric";

describe("a metric in the Training view", () => {
  it.each([
    ["accuracy", "accuracy", "98.3\u202f%", true],
    ["top3", "top-3", "98.3\u202f%", true],
    ["f1", "F1", "98.3\u202f%", true],
    ["r2", "R²", "0.983", true],
    ["perplexity", "perplexity", "0.983", false],
    ["mae", "MAE", "0.983", false],
    ["loss", "loss", "0.983", false],
    ["loss2.iou", "IoU (loss2)", "98.3\u202f%", true],
    ["of another version", "of another version", "0.983", false],
  ])("%s has its name, its unit and its direction", (name, title, value, higher) => {
    expect(metricName(name)).toBe(title);
    expect(formatMetric(name, 0.983)).toBe(value);
    expect(higherIsBetter(name)).toBe(higher);
  });

  it("labels an axis of fractions in percent", () => {
    expect(formatTick("auc", 0.75, 0.25)).toBe("75\u202f%");
    expect(formatTick("r2", 0.75, 0.25)).toBe("0.75");
  });

  it("compares epochs by the first metric that is a number, or by the loss", () => {
    expect(mainMetric(["confusionMatrix", "f1", "accuracy"])).toBe("f1");
    expect(mainMetric(["confusionMatrix"])).toBe("loss");
    expect(mainMetric()).toBe("loss");
    expect(isMatrix("loss2.confusionMatrix")).toBe(true);
  });
});
