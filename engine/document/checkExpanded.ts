import { t } from "@vscode/l10n";
import { expand } from "../graph/expand";
import type { Graph } from "../graph/graph";
import { expressionsIn, showExpression } from "../graph/substitute";
import { checkParams, type Deferred } from "./readNode";
import type { Report } from "./report";

/**
 * Checks the parameters of nodes in blocks that contain expressions, for each instance. A mistake is reported once, for
 * the first instance that has it.
 */
export function checkExpanded(graph: Graph, deferred: readonly Deferred[], report: Report): void {
  if (deferred.length === 0) return;
  const templates = new Map(deferred.map((template) => [template.node, template]));
  const checked = new Set<object>();
  const reported = new Set<string>();
  // A parameter that cannot be computed is NaN; that has been reported.
  const { graph: flat, bypassed } = expand(graph);
  for (const node of [...flat.nodes.values(), ...(bypassed?.nodes.values() ?? [])]) {
    const { origin, params } = node;
    const written = origin && graph.blocks.get(origin.block)?.nodes.get(origin.id);
    const template = written && templates.get(written);
    // The same object for the same values.
    if (!template || checked.has(params)) continue;
    checked.add(params);
    const context: Report = (code, message, range, subject, count) => {
      if (subject?.param !== undefined && Number.isNaN(params[subject.param])) return;
      const key = `${code} ${String(range.offset)}`;
      if (reported.has(key)) return;
      reported.add(key);
      const [text] = expressionsIn(subject?.param === undefined ? undefined : written.params[subject.param]);
      const explained = () =>
        text === undefined ? message() : t("{0} It is {1}.", message(), showExpression(text, origin.values));
      report(code, explained, range, subject, count);
    };
    const subject = { node: node.id, block: origin.block, member: origin.id };
    checkParams(node, template.layer, template.written, context, subject);
  }
}
