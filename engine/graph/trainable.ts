import { t } from "@vscode/l10n";
import { Dataset } from "../layers/data/Dataset";
import { Input } from "../layers/data/Input";
import { metricCalled } from "../metrics";
import { supports } from "./figures";
import { inDocument } from "./inDocument";
import { sourcesOf } from "./sourcesOf";
import { isTyped } from "./isTyped";
import { objectiveProblems } from "./objectiveProblems";
import { optimizerWarnings } from "./optimizerWarnings";
import { missingPolicies } from "./playProblems";
import type { Problem, TextRange } from "./problem";
import type { TypedGraph, TypedNode } from "./typedGraph";
import { watchProblems } from "./watchProblems";

/**
 * What else keeps a graph from being trained, beyond the problems of parsing and inference. In a half-drawn network
 * these are not mistakes, so they are reported only when the user wants to train.
 */
export function trainable(typed: TypedGraph): readonly Problem[] {
  const nodes = [...typed.nodes.values()];
  const losses = nodes.filter(({ layer }) => layer.objective !== undefined);
  const whole = typed.graph.places.nodes;
  const problems: Problem[] = [];
  // A node with an error of its own may be the very one that seems to be missing, and too many are not expanded.
  const unknown =
    nodes.length < typed.flat.nodes.size || typed.problems.some(({ code }) => code === "too-many-nodes");
  if (!unknown && !nodes.some(({ layer }) => layer === Dataset))
    problems.push(
      problem("no-dataset", t("There is nothing to train on. Add a Dataset node and connect it."), whole),
    );
  if (!unknown && losses.length === 0)
    problems.push(
      problem(
        "no-loss",
        t("There is no loss to minimise. Add one, such as MSELoss or CrossEntropyLoss, and connect it."),
        whole,
      ),
    );
  const learning = upstream(typed, losses);
  for (const { node, layer } of learning)
    if (layer === Input)
      problems.push({
        ...problem(
          "input-not-fed",
          t('"{0}" is a placeholder, and training has no data for it. Connect a Dataset instead.', node.id),
          node.places.id,
        ),
        node: node.id,
      });
  if (!unknown && losses.length > 0 && learning.every((node) => isTyped(node) && !hasTrainable(node)))
    problems.push({
      ...problem(
        "no-weights",
        t(
          "No node before the loss has weights, so nothing will be learned. Add a layer with weights, such as Linear.",
        ),
        whole,
      ),
      severity: "warning",
    });
  problems.push(...missingPolicies(typed));
  if (losses.length > 0) problems.push(...uselessMetrics(typed, losses), ...watchProblems(typed));
  return inDocument(typed, [...problems, ...objectiveProblems(typed), ...optimizerWarnings(typed)]);
}

/** The requested metrics that apply to none of the losses. */
function uselessMetrics({ graph }: TypedGraph, losses: readonly TypedNode[]): Problem[] {
  const types = [...new Set(losses.map(({ layer }) => layer.type))].join(", ");
  return graph.training.metrics
    .filter((name) => {
      const metric = metricCalled(name);
      return !metric || !losses.some(({ layer }) => supports(layer, metric));
    })
    .map((name) => ({
      ...problem(
        "metric-does-not-apply",
        t('The metric "{0}" does not apply to {1}. Remove it from the metrics.', name, types),
        graph.places.settings.metrics ?? graph.places.training,
      ),
      severity: "warning",
      setting: "metrics",
    }));
}

function hasTrainable({ weights }: TypedNode): boolean {
  return Object.values(weights).some(({ trainable }) => trainable);
}

/** The nodes that some nodes depend on, including themselves, in the graph's order. */
function upstream(typed: TypedGraph, from: readonly TypedNode[]): TypedNode[] {
  const reached = new Set(from.map(({ node }) => node.id));
  for (const id of reached) for (const source of sourcesOf(typed.nodes.get(id))) reached.add(source);
  return typed.order.flatMap((id) => {
    const node = typed.nodes.get(id);
    return node && reached.has(id) ? [node] : [];
  });
}

function problem(code: string, message: string, range: TextRange): Problem {
  return { code, severity: "error", message, range };
}
