import { t } from "@vscode/l10n";
import { Dataset } from "../layers/data/Dataset";
import { Input } from "../layers/data/Input";
import { showShape } from "../tensor/graphType";
import { sourcesOf } from "./sourcesOf";
import { nearest } from "./nearest";
import { environmentOf, isPlayed, outputNames, policyOf, type Output } from "./policies";
import type { Problem } from "./problem";
import { shorten } from "./shorten";
import type { TypedGraph, TypedNode } from "./typedGraph";

type Graph = Pick<TypedGraph, "graph" | "flat" | "instances" | "bypassed" | "nodes">;

/** What is wrong with how networks play in environments. */
export function playProblems(graph: Graph): Problem[] {
  const played = [...graph.nodes.values()].filter(isPlayed);
  return played.flatMap((node) => [
    ...company(graph, node),
    ...policyProblems(graph, node),
    ...sizeProblems(graph, node),
  ]);
}

/** Environments without a policy, which training needs. */
export function missingPolicies({ nodes }: Pick<TypedGraph, "nodes">): Problem[] {
  return [...nodes.values()].flatMap((typed) =>
    isPlayed(typed) && typed.params && typed.params.policy === undefined
      ? problem(
          typed,
          "policy-missing",
          "policy",
          t(
            '"{0}" has no policy. Name the output whose largest value chooses the action: "policy": "q.output".',
            typed.node.id,
          ),
        )
      : [],
  );
}

/** A Dataset besides the environment. */
function company({ nodes }: Graph, typed: TypedNode): Problem[] {
  const other = [...nodes.values()].find((one) => one.layer === Dataset && one !== typed);
  // Of two environments, the second is one too many.
  if (!other || (isPlayed(other) && other.node.places.id.offset > typed.node.places.id.offset)) return [];
  return [
    problem(
      typed,
      "environment-not-alone",
      "source",
      t(
        '"{0}" is an environment: its samples are what the network does in it, so they cannot be combined with those of "{1}". Remove one of the two.',
        typed.node.id,
        other.node.id,
      ),
    ),
  ];
}

function policyProblems(graph: Graph, typed: TypedNode): Problem[] {
  const { params, node } = typed;
  if (typeof params?.policy !== "string") return [];
  const policy = policyOf(graph, typed);
  if (!policy) return unknownPolicy(graph, typed, params.policy);
  const actions = environmentOf(typed)?.actions ?? [];
  const given = policy.type && showShape(policy.type);
  const isRow = policy.type?.shape.length === 2 && policy.type.shape[0] === "N";
  if (given !== undefined && (!isRow || policy.type.shape[1] !== actions.length))
    return [
      problem(
        typed,
        "policy-not-actions",
        "policy",
        t(
          'In "{0}" there are {1} actions ({2}), so "{3}" must give {1} values for each state, but it gives {4}.',
          node.id,
          actions.length,
          actions.join(", "),
          shorten(params.policy),
          given,
        ),
      ),
    ];
  const other = otherSource(graph, policy, typed);
  if (other === undefined) return [];
  return [
    problem(
      typed,
      "policy-not-of-state",
      "policy",
      t(
        'An action is chosen from the state alone, but "{0}" depends on "{1}". Name an output that is computed from "{2}".',
        shorten(params.policy),
        other,
        `${node.id}.state`,
      ),
    ),
  ];
}

function unknownPolicy(graph: Graph, typed: TypedNode, policy: string): Problem[] {
  const { flat } = graph;
  const [name = ""] = policy.split(".");
  // A node that could not be read, or whose layer is unknown, has a problem of its own.
  const isUnread = [...flat.unread.nodes].some((node) => node === name || node.startsWith(`${name}/`));
  if (isUnread || (flat.nodes.has(name) && !graph.nodes.has(name))) return [];
  const meant = nearest(policy, outputNames(graph));
  const message =
    meant === undefined
      ? t(
          '"{0}" names the policy "{1}", but there is no such output. Name one with a value for each action, such as "q.output".',
          typed.node.id,
          shorten(policy),
        )
      : t(
          '"{0}" names the policy "{1}", but there is no such output. Did you mean "{2}"?',
          typed.node.id,
          shorten(policy),
          meant,
        );
  return [problem(typed, "policy-unknown", "policy", message)];
}

/** What a policy depends on besides the environment's state; undefined if there is nothing. */
function otherSource({ nodes }: Graph, { node }: Output, played: TypedNode): string | undefined {
  const reached = new Set([node.node.id]);
  // The set grows during the loop.
  for (const id of reached) {
    const typed = nodes.get(id);
    if (typed?.layer === Dataset || typed?.layer === Input) return id;
    for (const { node: source, port } of Object.values(typed?.incoming ?? {}).flat())
      if (source === played.node.id && port !== "state") return `${source}.${port}`;
    for (const source of sourcesOf(typed)) if (source !== played.node.id) reached.add(source);
  }
  return undefined;
}

/** A memory that is too small for what is to be kept before training, or for a batch. */
function sizeProblems({ graph }: Graph, typed: TypedNode): Problem[] {
  const [replay, startAfter] = [Number(typed.params?.replay), Number(typed.params?.startAfter)];
  const { batchSize } = graph.training;
  if (startAfter > replay)
    return [
      problem(
        typed,
        "replay-too-small",
        "startAfter",
        t(
          '"{0}" keeps {1} steps, but training starts after {2}. Raise "replay", or lower "startAfter".',
          typed.node.id,
          replay,
          startAfter,
        ),
      ),
    ];
  if (typeof batchSize !== "number" || batchSize <= replay) return [];
  return [
    problem(
      typed,
      "replay-too-small",
      "replay",
      t(
        '"{0}" keeps {1} steps, fewer than a batch of {2}. Raise "replay", or lower "batchSize".',
        typed.node.id,
        replay,
        batchSize,
      ),
    ),
  ];
}

function problem({ node }: TypedNode, code: string, param: string, message: string): Problem {
  const range = node.places.params[param] ?? node.places.type;
  return { code, severity: "error", message, node: node.id, param, range };
}
