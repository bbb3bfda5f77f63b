import { accuracy } from "./accuracy";
import { auc } from "./auc";
import { confusionMatrix } from "./confusionMatrix";
import { f1 } from "./f1";
import { iou } from "./iou";
import { mae } from "./mae";
import type { Metric } from "./metric";
import { perplexity } from "./perplexity";
import { precision } from "./precision";
import { r2 } from "./r2";
import { recall } from "./recall";
import { rmse } from "./rmse";
import { topK, topKPattern } from "./topK";

/** Every metric by name, in the inspector's order; besides `top5`, a document may use any `topN`. */
export const metrics: ReadonlyMap<string, Metric> = new Map(
  [accuracy, topK(5), precision, recall, f1, auc, iou, perplexity, confusionMatrix, mae, rmse, r2].map(
    (metric): [string, Metric] => [metric.name, metric],
  ),
);

/** The metric with a name from a document. */
export function metricCalled(name: string): Metric | undefined {
  const k = topKPattern.exec(name)?.[1];
  return metrics.get(name) ?? (k === undefined ? undefined : topK(Number(k)));
}
