import { expect, it } from "vitest";
import { chartNames } from "../../../webview/training/chartNames";
import { metricName } from "../../../webview/training/metric";

it("charts the loss, the metrics that are numbers, and other curves", () => {
  const start = { metrics: ["confusionMatrix", "accuracy"] };
  expect(chartNames(["loss", "accuracy", "learning rate"], start)).toEqual([
    "loss",
    "accuracy",
    "learning rate",
  ]);
});

it("charts each objective's loss under its name, in their order, and not the sum", () => {
  const objectives = [{ name: "discriminator" }, { name: "generator" }];
  const metrics = ["discriminator/loss", "discriminator/accuracy", "generator/loss"];
  const names = chartNames(["loss", ...metrics], { metrics, objectives });
  expect(names).toEqual(["discriminator/loss", "generator/loss", "discriminator/accuracy"]);
  expect(names.map(metricName)).toEqual(["discriminator", "generator", "accuracy (discriminator)"]);
});
