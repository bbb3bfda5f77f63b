import { t } from "@vscode/l10n";
import { optimizers } from "../optimizers";
import type { Problem } from "./problem";
import type { TypedGraph } from "./typedGraph";

/** Settings that the document's optimizer does not support, or that suit it badly. */
export function optimizerWarnings({ graph, nodes }: TypedGraph): Problem[] {
  const { optimizer, batchSize } = graph.training;
  const rule = optimizers.get(optimizer.type);
  if (!rule) return [];
  const { settings, training } = graph.places;
  const warnings: Problem[] = [];
  if (rule.together && batchSize !== "all")
    warnings.push({
      code: "needs-whole-data",
      severity: "warning",
      message: t(
        '{0} learns from how the loss changes, so it needs all samples in each step. Set "batchSize" to "all".',
        rule.type,
      ),
      range: settings.batchSize ?? training,
      setting: "batchSize",
    });
  const unused = [
    ...(rule.together ? ["learningRateFactor"] : []),
    ...(Object.hasOwn(rule.params, "weightDecay") ? [] : ["weightDecay"]),
  ];
  for (const { node } of nodes.values())
    for (const param of unused) {
      const range = node.places.params[param];
      if (range)
        warnings.push({
          code: "optimizer-ignores",
          severity: "warning",
          message: t(
            '{0} does not support a separate "{1}" for a node. Remove it, or choose another optimizer.',
            rule.type,
            param,
          ),
          range,
          node: node.id,
          param,
        });
    }
  return warnings;
}
