import { t } from "@vscode/l10n";
import { withOwners, type NodePath } from "../tensor/path";
import type { NamedObjective } from "./graph";
import { isTyped } from "./isTyped";
import { lastWindowEpoch, objectiveGraph, uncoveredEpoch } from "./objectives";
import type { Problem } from "./problem";
import { settingPlace } from "./settingPlace";
import type { TypedGraph } from "./typedGraph";
import { updatedAmong, withHolders } from "./updatedNodes";

/** What keeps the objectives of a graph from being trained; a loss that none of them names is a warning. */
export function objectiveProblems(typed: TypedGraph): Problem[] {
  const { graph } = typed;
  const { objectives } = graph.training;
  const written = graph.settings.objectives;
  // An objective that could not be read has been reported, and may be the one that is missing.
  if (objectives.length === 0 || Object.keys(written ?? {}).length !== objectives.length) return [];
  return [
    ...objectives.flatMap((objective) => updateProblems(typed, objective)),
    ...windowProblems(typed, objectives),
    ...unusedLosses(typed, objectives),
  ];
}

/** What an objective updates although its losses do not depend on it, or that it updates nothing. */
function updateProblems(typed: TypedGraph, objective: NamedObjective): Problem[] {
  const { graph } = typed;
  const { name, updates = [] } = objective;
  const isAbsent = (path: NodePath) => typed.bypassed?.paths.has(path) === true;
  const losses = objective.losses.filter((loss) => !isAbsent(loss));
  const reached = objectiveGraph(typed, objective).nodes;
  // A loss, or a node before it, has a problem of its own.
  if (losses.some((loss) => !reached.has(loss)) || ![...reached.values()].every(isTyped)) return [];
  const error = (code: string, setting: string, message: string, place = setting): Problem => {
    return { code, severity: "error", message, range: settingPlace(graph, place), setting };
  };
  // A weight that is another node's is changed through either.
  const users = withHolders(typed, reached);
  const trained = updatedAmong(users, objective);
  const path = `objectives.${name}`;
  const reachedOwners = new Set(users.flatMap(({ node }) => withOwners(node.id)));
  const known = new Set([...typed.flat.nodes.keys()].flatMap(withOwners));
  const missed = updates.flatMap((node, index) =>
    !known.has(node) || reachedOwners.has(node)
      ? []
      : error(
          "updates-not-reached",
          `${path}.updates`,
          t(
            'The losses of "{0}" do not depend on "{1}", so they cannot change it. Connect it, or remove it here.',
            name,
            node,
          ),
          `${path}.updates.${String(index)}`,
        ),
  );
  const followers = new Set(
    [...typed.nodes.values()].flatMap(({ node, followed }) => (followed ? withOwners(node.id) : [])),
  );
  const others = new Set(
    [...typed.nodes.values()].flatMap(({ node, weights, followed }) =>
      !followed && Object.keys(weights).length > 0 ? withOwners(node.id) : [],
    ),
  );
  const following = updates.flatMap((node, index) =>
    !followers.has(node) || others.has(node)
      ? []
      : error(
          "updates-follower",
          `${path}.updates`,
          t(
            '"{0}" follows another node and is never trained, so "{1}" cannot change it. Remove it here.',
            node,
            name,
          ),
          `${path}.updates.${String(index)}`,
        ),
  );
  if (following.length > 0) return [...missed, ...following];
  // A name that is unknown has been reported.
  const isUnknown = (node: NodePath) => !known.has(node) && !isAbsent(node);
  if (missed.length > 0 || trained.length > 0 || updates.some(isUnknown)) return missed;
  const setting = objective.updates ? `${path}.updates` : path;
  return [
    error(
      "updates-nothing",
      setting,
      t(
        'There is nothing for "{0}" to train: no weight that it updates can be trained. Update a layer with weights that is not frozen.',
        name,
      ),
    ),
  ];
}

/** Windows that end after the last epoch, and an epoch without an objective. */
function windowProblems({ graph }: TypedGraph, objectives: readonly NamedObjective[]): Problem[] {
  const epochs = graph.training.epochs ?? lastWindowEpoch(objectives);
  if (epochs === undefined) return [];
  const late = objectives.flatMap(({ name, epochs: window }): Problem[] => {
    if (!window || window[1] <= epochs) return [];
    const setting = `objectives.${name}.epochs`;
    return [
      {
        code: "epochs-out-of-range",
        severity: "error",
        message: t(
          '"{0}" runs until epoch {1}, but training has {2} epochs. Raise "epochs" or end the window earlier.',
          name,
          window[1],
          epochs,
        ),
        range: settingPlace(graph, setting),
        setting,
      },
    ];
  });
  const uncovered = uncoveredEpoch(objectives, epochs);
  return uncovered === undefined ? late : [...late, uncoveredProblem({ graph }, uncovered)];
}

/** The problem that no objective runs in an epoch (from 1). */
export function uncoveredProblem({ graph }: Pick<TypedGraph, "graph">, epoch: number): Problem {
  return {
    code: "epochs-uncovered",
    severity: "error",
    message: t(
      "No objective runs in epoch {0}, so nothing would be trained. Widen a window, or change the number of epochs.",
      epoch,
    ),
    range: settingPlace(graph, "objectives"),
    setting: "objectives",
  };
}

function unusedLosses(typed: TypedGraph, objectives: readonly NamedObjective[]): Problem[] {
  const used = new Set<NodePath>(objectives.flatMap(({ losses }) => losses));
  // A name that is unknown, which has been reported, may be meant for any of them.
  if ([...used].some((loss) => !typed.nodes.has(loss) && !typed.bypassed?.paths.has(loss))) return [];
  return [...typed.nodes.values()]
    .filter(({ node, layer }) => layer.objective !== undefined && !used.has(node.id))
    .map(({ node }) => ({
      code: "loss-unused",
      severity: "warning",
      message: t('No objective minimises "{0}". Add it to the losses of one, or remove it.', node.id),
      range: node.places.id,
      node: node.id,
    }));
}
