import { t } from "@vscode/l10n";
import { Dataset } from "../layers/data/Dataset";
import { Input } from "../layers/data/Input";
import type { Judgement } from "../layers/layer";
import { metricCalled } from "../metrics";
import { sourcesOf } from "./infer";
import { optimizerWarnings } from "./optimizerWarnings";
import type { Problem, TextRange } from "./problem";
import type { TypedGraph, TypedNode } from "./typedGraph";

/**
 * What else keeps a graph from being trained, beside the problems of parsing and inference. A half-drawn network has
 * these too and they are no mistakes, so they are asked for only when somebody wants to train.
 */
export function trainable(typed: TypedGraph): Problem[] {
  const nodes = [...typed.nodes.values()];
  const losses = nodes.filter(({ layer }) => layer.objective !== undefined);
  const whole = typed.graph.places.nodes;
  const problems: Problem[] = [];
  // What a node with an error of its own would have been nobody knows: it may be the very one that seems to be missing.
  const unknown = nodes.length < typed.graph.nodes.size;
  if (!unknown && !nodes.some(({ layer }) => layer === Dataset))
    problems.push(
      problem("no-dataset", t("There is nothing to train on. Add a Dataset node and connect it."), whole),
    );
  if (!unknown && losses.length === 0)
    problems.push(
      problem(
        "no-loss",
        t("Nothing says what to learn. Add a loss, such as MSELoss or CrossEntropyLoss, and connect it."),
        whole,
      ),
    );
  const learning = upstream(typed, losses);
  for (const { node, layer } of learning)
    if (layer === Input)
      problems.push({
        ...problem(
          "input-not-fed",
          t('"{0}" is a placeholder that training cannot fill. Connect a Dataset instead.', node.id),
          node.places.id,
        ),
        node: node.id,
      });
  if (!unknown && losses.length > 0 && learning.every((node) => isTyped(node) && node.parameterCount === 0))
    problems.push({
      ...problem(
        "no-weights",
        t("No node before the loss has weights, so nothing will be learned. Add a Linear, say."),
        whole,
      ),
      severity: "warning",
    });
  for (const useless of losses.length > 0 ? uselessMetrics(typed, losses) : []) problems.push(useless);
  return [...problems, ...optimizerWarnings(typed)];
}

/** The metrics that are asked for and that no loss can give. */
function uselessMetrics({ graph }: TypedGraph, losses: readonly TypedNode[]): Problem[] {
  const types = [...new Set(losses.map(({ layer }) => layer.type))].join(", ");
  const judged = new Set(
    losses.flatMap(({ layer: { judge = {} } }) => {
      const kinds = Object.keys(judge) as (keyof Judgement)[];
      return kinds.filter((kind) => judge[kind]);
    }),
  );
  return graph.training.metrics
    .filter((name) => {
      const kinds = Object.keys(metricCalled(name)?.of ?? {}) as (keyof Judgement)[];
      return !kinds.some((kind) => judged.has(kind));
    })
    .map((name) => ({
      ...problem(
        "metric-does-not-apply",
        t('"{0}" cannot be measured with {1}. Remove it from the metrics.', name, types),
        graph.places.settings.metrics ?? graph.places.training,
      ),
      severity: "warning",
      setting: "metrics",
    }));
}

/** Whether its shapes and weights are known, which no error hides. */
function isTyped({ outputs, outputPorts }: TypedNode): boolean {
  return outputPorts.every(({ name }) => outputs[name] !== undefined);
}

/** The nodes that some nodes depend on, themselves included, in the graph's order. */
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
