import { t } from "@vscode/l10n";
import { optimizers } from "../optimizers";
import type { Objective } from "./graph";
import { objectiveGraph, objectivesOf, updatesOf } from "./objectives";
import type { Problem } from "./problem";
import type { TypedGraph } from "./typedGraph";

/** Settings that an objective's optimizer does not support, or that suit it badly; each once. */
export function optimizerWarnings(typed: TypedGraph): Problem[] {
  const all = objectivesOf(typed.graph.training).flatMap((objective) => warningsOf(typed, objective));
  return [...new Map(all.map((warning) => [`${warning.range.offset} ${warning.message}`, warning])).values()];
}

function warningsOf(typed: TypedGraph, objective: Objective): Problem[] {
  const { graph } = typed;
  const { batchSize } = graph.training;
  const rule = optimizers.get(objective.optimizer.type);
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
  const isUpdated = updatesOf(objective);
  for (const { node } of objectiveGraph(typed, objective).nodes.values())
    for (const param of unused) {
      const range = node.places.params[param];
      if (range && isUpdated(node.id))
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
