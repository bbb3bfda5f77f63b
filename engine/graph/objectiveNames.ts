import { t } from "@vscode/l10n";
import { withOwners, type NodePath } from "../tensor/path";
import type { Graph } from "./graph";
import type { LinkedNode } from "./links";
import { limitedSuggestions } from "./nearest";
import type { Problem } from "./problem";
import { settingPlace } from "./settingPlace";
import { shorten } from "./shorten";

/** The names in `training.objectives` that are not those of losses, nodes or blocks. */
export function objectiveNameProblems(
  document: Graph,
  graph: Graph,
  nodes: ReadonlyMap<string, LinkedNode>,
  bypassed: ReadonlySet<NodePath> = new Set(),
): Problem[] {
  const { objectives } = graph.training;
  if (objectives.length === 0) return [];
  const problems: Problem[] = [];
  const suggest = limitedSuggestions();
  const isLoss = (path: string) => nodes.get(path)?.layer.objective !== undefined;
  const losses = [...nodes.keys()].filter(isLoss);
  const owners = new Set([...graph.nodes.keys()].flatMap(withOwners));
  const report = (code: string, setting: string, message: string, place = setting) =>
    problems.push({ code, severity: "error", message, range: settingPlace(graph, place), setting });
  /** What could not be read, or not be expanded, has been reported. */
  const isUnread = (path: string) =>
    withOwners(path).some(
      (owner) =>
        document.unread.nodes.has(owner) ||
        graph.unread.nodes.has(owner) ||
        (document.nodes.has(owner) && !owners.has(owner)),
    );
  const unknown = (name: string, meant: string | undefined) =>
    meant === undefined
      ? t('There is no node "{0}".', shorten(name))
      : t('There is no node "{0}". Did you mean "{1}"?', shorten(name), meant);

  for (const { name, losses: named, updates = [], weights } of objectives) {
    const path = `objectives.${name}`;
    const known = new Set(named);
    // What is bypassed is not there, and need not be.
    if (named.length > 0 && named.every((loss) => bypassed.has(loss)))
      report(
        "bypassed-node",
        `${path}.losses`,
        t('Everything that "{0}" minimises is bypassed. Use a loss again, or remove the objective.', name),
      );
    for (const [index, loss] of named.entries()) {
      if (bypassed.has(loss)) continue;
      const setting = `${path}.losses`;
      const place = `${setting}.${String(index)}`;
      if (isLoss(loss) || isUnread(loss)) continue;
      if (!owners.has(loss)) report("unknown-node", setting, unknown(loss, suggest(loss, losses)), place);
      // A node whose layer is unknown is reported there.
      else if (nodes.has(loss) || !graph.nodes.has(loss))
        report(
          "not-a-loss",
          setting,
          t(
            '"{0}" is not a loss. An objective minimises losses, such as MSELoss or CrossEntropyLoss.',
            shorten(loss),
          ),
          place,
        );
    }
    for (const [index, node] of updates.entries())
      if (!owners.has(node) && !bypassed.has(node) && !isUnread(node)) {
        const setting = `${path}.updates`;
        report("unknown-node", setting, unknown(node, suggest(node, owners)), `${setting}.${String(index)}`);
      }
    for (const loss of Object.keys(weights))
      if (!known.has(loss))
        report(
          "not-a-loss",
          `${path}.weights`,
          t('"{0}" is not one of the losses of "{1}".', shorten(loss), name),
          `${path}.weights.${loss}`,
        );
  }
  return problems;
}
