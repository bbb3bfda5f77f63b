import { isBias } from "../layers/isBias";
import { weightParams } from "../layers/weightParams";
import { pathOf, readPath, type NodePath, type Path } from "../tensor/path";
import { at, sameShape, sizeOf } from "../tensor/tensor";
import type { Graph } from "./graph";
import { isTyped } from "./isTyped";
import { limitedSuggestions } from "./nearest";
import type { Problem } from "./problem";
import { sharingProblems, type SharingProblems } from "./sharingProblems";
import type { TypedNode } from "./typedGraph";

/**
 * Resolves which weights nodes take from each other: sets `shared` of those that hold not all of theirs, and counts each
 * weight at the node that holds it. A chain leads to the node at its end. Sets `followed` where weights follow others;
 * those start like them and are not trained. Returns the problems found; what they concern stays as if nothing were said
 * about sharing.
 */
export function shareWeights(
  graph: Graph,
  nodes: Map<string, TypedNode>,
  bypassed?: ReadonlySet<NodePath>,
): Problem[] {
  const sharing = [...nodes.values()].filter(({ node }) => node.weightsOf !== undefined);
  const following = [...nodes.values()].filter(({ node }) => node.follows);
  if (sharing.length === 0 && following.length === 0) return [];
  const problems: Problem[] = [];
  const fault = sharingProblems(graph, limitedSuggestions(), problems, bypassed);
  const links = new Map<Path, Path>();
  for (const node of sharing) for (const [own, other] of linksOf(node, nodes, fault)) links.set(own, other);
  const { holders, circles } = followed(links);
  reportCircles(circles, nodes, "weightsOf", fault);
  followWeights(following, nodes, holders, fault);
  for (const node of sharing) {
    const typed = withHolders(nodes.get(node.node.id) ?? node, nodes, holders);
    nodes.set(node.node.id, typed);
    reportSettings(typed, nodes, fault);
  }
  return problems;
}

/** For each weight of a node that is another's, the path of that other one as the node names it. */
function linksOf(
  typed: TypedNode,
  nodes: ReadonlyMap<string, TypedNode>,
  fault: SharingProblems,
): (readonly [Path, Path])[] {
  const { node, weights, layer } = typed;
  const { weightsOf } = node;
  if (weightsOf === undefined || !isTyped(typed)) return [];
  if (!layer.weights || Object.keys(weights).length === 0) {
    // With these parameters it has none; that is a mistake only if the node itself is said to share.
    if (node.places.sharing?.weightsOf) fault.withoutWeights(typed, "weightsOf", typed);
    return [];
  }
  if (typeof weightsOf === "string") {
    const other = nodeAt(typed, "weightsOf", weightsOf, nodes, fault);
    if (!other || !areAlike(typed, "weightsOf", other, fault)) return [];
    return Object.keys(weights).map((name) => [pathOf(node.id, name), pathOf(weightsOf, name)]);
  }
  return Object.entries(weightsOf).flatMap(([name, path]) => {
    const key = `weightsOf.${name}`;
    const weight = Object.hasOwn(weights, name) ? weights[name] : undefined;
    if (!weight) {
      fault.unknownWeight(typed, key, typed, name);
      return [];
    }
    const { node: id = "", name: otherName = "" } = readPath(path) ?? {};
    const other = nodeAt(typed, key, id, nodes, fault);
    if (!other) return [];
    const taken = Object.hasOwn(other.weights, otherName) ? other.weights[otherName] : undefined;
    if (!taken) {
      fault.unknownWeight(typed, key, other, otherName);
      return [];
    }
    if (!sameShape(weight.shape, taken.shape) || weight.trainable !== taken.trainable) {
      fault.otherShape(typed, key, [name, weight], [path, taken]);
      return [];
    }
    return [[pathOf(node.id, name), path]];
  });
}

/** The node that another names; undefined if it is missing, has no weights (both reported) or has problems of its own. */
function nodeAt(
  typed: TypedNode,
  key: string,
  id: NodePath,
  nodes: ReadonlyMap<string, TypedNode>,
  fault: SharingProblems,
): TypedNode | undefined {
  const other = nodes.get(id);
  if (!other) {
    fault.unknownNode(typed, key, id);
    return undefined;
  }
  if (!isTyped(other)) return undefined;
  if (Object.keys(other.weights).length > 0) return other;
  fault.withoutWeights(typed, key, other);
  return undefined;
}

/** Whether a node is of another's type and has weights of the same names and shapes; if not, that is reported. */
function areAlike(typed: TypedNode, key: string, other: TypedNode, fault: SharingProblems): boolean {
  if (typed.layer !== other.layer) {
    fault.otherType(typed, key, other);
    return false;
  }
  const names = new Set([...Object.keys(typed.weights), ...Object.keys(other.weights)]);
  for (const name of names) {
    const [weight, taken] = [typed.weights[name], other.weights[name]];
    if (weight && taken && sameShape(weight.shape, taken.shape)) continue;
    fault.otherShape(typed, key, [pathOf(typed.node.id, name), weight], [pathOf(other.node.id, name), taken]);
    return false;
  }
  return true;
}

/** Follows links to their ends, each of them once; those that lead into a circle end where they begin. */
function followed<P extends string>(
  links: ReadonlyMap<P, P>,
): {
  readonly holders: ReadonlyMap<P, P>;
  readonly circles: readonly (readonly P[])[];
} {
  const holders = new Map<P, P>();
  const circles: P[][] = [];
  for (const start of links.keys()) {
    const walked = new Set<P>();
    let place = start;
    for (let next = links.get(place); next !== undefined && !holders.has(place); next = links.get(place)) {
      if (walked.has(place)) break;
      walked.add(place);
      place = next;
    }
    const path = [...walked];
    if (walked.has(place)) circles.push(path.slice(path.indexOf(place)));
    for (const each of path) holders.set(each, walked.has(place) ? each : (holders.get(place) ?? place));
  }
  return { holders, circles };
}

/** Reports a circle once, however many weights it has, at the last of its nodes in the document. */
function reportCircles(
  circles: readonly (readonly NodePath[])[],
  nodes: ReadonlyMap<string, TypedNode>,
  key: string,
  fault: SharingProblems,
): void {
  const known = new Set<string>();
  for (const circle of circles) {
    const ids = [...new Set(circle.map((path) => readPath(path)?.node ?? path))];
    const name = [...ids].sort().join(" ");
    if (known.has(name)) continue;
    known.add(name);
    const members = ids.flatMap((id) => nodes.get(id) ?? []);
    const last = members.reduce<TypedNode | undefined>(
      (latest, node) => (latest && latest.node.places.id.offset > node.node.places.id.offset ? latest : node),
      undefined,
    );
    if (last) fault.circle(last, key, ids);
  }
}

/** A node with what it is known to take from others. */
function withHolders(
  typed: TypedNode,
  nodes: ReadonlyMap<string, TypedNode>,
  holders: ReadonlyMap<Path, Path>,
): TypedNode {
  const { node, weights } = typed;
  const shared = Object.keys(weights).flatMap((name) => {
    const own = pathOf(node.id, name);
    const holder = holders.get(own);
    return holder === undefined || holder === own ? [] : [[name, holder] as const];
  });
  if (shared.length === 0) return typed;
  const taken = shared.flatMap(([name, path]) => {
    const { node: id = "", name: weight = "" } = readPath(path) ?? {};
    const found = nodes.get(id)?.weights[weight];
    return found ? [[name, found] as const] : [];
  });
  const following = shared.flatMap(([name, path]) => {
    const { node: id = "", name: weight = "" } = readPath(path) ?? {};
    const other = nodes.get(id)?.followed?.[weight];
    return other === undefined ? [] : [[name, other] as const];
  });
  const lost = shared.reduce((sum, [name]) => sum + countOf(weights[name]), 0);
  return {
    ...typed,
    weights: { ...weights, ...Object.fromEntries(taken) },
    shared: Object.fromEntries(shared),
    ...(following.length > 0 && { followed: Object.fromEntries(following) }),
    parameterCount: typed.parameterCount - lost,
  };
}

function countOf(weight: TypedNode["weights"][string] | undefined): number {
  return weight?.trainable ? sizeOf(weight.shape) : 0;
}

/** Makes the weights of nodes follow those of others, unless that is a problem, which is reported. */
function followWeights(
  following: readonly TypedNode[],
  nodes: Map<string, TypedNode>,
  holders: ReadonlyMap<Path, Path>,
  fault: SharingProblems,
): void {
  const ends = (typed: TypedNode) => (typed.node.follows ? [typed.node.follows.node] : []);
  const links = new Map(following.flatMap((typed) => ends(typed).map((to) => [typed.node.id, to] as const)));
  const { circles } = followed<NodePath>(links);
  reportCircles(circles, nodes, "follows", fault);
  const circular = new Set(circles.flat());
  for (const typed of following) {
    if (circular.has(typed.node.id)) continue;
    const paths = followedPaths(typed, nodes, holders, fault);
    if (paths.length === 0) continue;
    const weights = paths.map(([name, path]) => {
      const { node: id = "", name: weight = "" } = readPath(path) ?? {};
      const { init, shape } = nodes.get(id)?.weights[weight] ?? at(Object.values(typed.weights), 0);
      return [name, { shape, init, trainable: false }] as const;
    });
    const follower: TypedNode = {
      ...typed,
      weights: Object.fromEntries(weights),
      followed: Object.fromEntries(paths),
      parameterCount: 0,
    };
    nodes.set(typed.node.id, follower);
    reportSettings(follower, nodes, fault);
  }
}

/** For each weight of a follower, the path of the one that it follows; none if there is a problem. */
function followedPaths(
  typed: TypedNode,
  nodes: ReadonlyMap<string, TypedNode>,
  holders: ReadonlyMap<Path, Path>,
  fault: SharingProblems,
): (readonly [string, Path])[] {
  const { node, weights, layer } = typed;
  if (!node.follows || !isTyped(typed)) return [];
  if (node.weightsOf !== undefined) {
    fault.sharesAndFollows(typed);
    return [];
  }
  if (!layer.weights || Object.keys(weights).length === 0) {
    if (node.places.sharing?.follows) fault.withoutWeights(typed, "follows", typed);
    return [];
  }
  const key = "follows.node";
  const other = nodeAt(typed, key, node.follows.node, nodes, fault);
  if (!other || !areAlike(typed, key, other, fault)) return [];
  const paths = Object.keys(weights).map((name) => {
    const path = pathOf(other.node.id, name);
    return [name, holders.get(path) ?? path] as const;
  });
  const holding = paths.map(([, path]) => readPath(path)?.node ?? "");
  if (holding.includes(node.id)) {
    fault.circle(typed, "follows", [node.id]);
    return [];
  }
  const follower = holding.find((id) => nodes.get(id)?.node.follows);
  if (follower === undefined) return paths;
  fault.followsFollower(typed, follower, nodes.get(follower)?.node.follows?.node ?? "");
  return [];
}

/** Reports settings of weights that a node does not hold itself, or that it holds but does not train: the holder's apply. */
function reportSettings(
  typed: TypedNode,
  nodes: ReadonlyMap<string, TypedNode>,
  fault: SharingProblems,
): void {
  const { node, weights, shared, followed: others } = typed;
  const isTaken = (name: string) => shared?.[name] !== undefined || others?.[name] !== undefined;
  const trained = Object.keys(weights).filter((name) => weights[name]?.trainable === true || isTaken(name));
  // Inside an instance that shares, they are meant for the instances that hold their weights.
  const isOwn = node.places.sharing?.weightsOf ?? node.places.sharing?.follows;
  for (const param of Object.keys(weightParams)) {
    if (!Object.hasOwn(node.params, param)) continue;
    const concerned = trained.filter((name) => concerns(param, name));
    const known = concerned.length > 0 ? concerned : trained;
    if (!known.every(isTaken)) continue;
    if (isOwn) {
      fault.setting(typed, param);
      continue;
    }
    const path = shared?.[known[0] ?? ""] ?? others?.[known[0] ?? ""] ?? "";
    const holder = nodes.get(readPath(path)?.node ?? "");
    if (holder && !isEqual(node.params[param], holder.node.params[param]))
      fault.otherSetting(typed, param, holder);
  }
}

/** Whether a setting is about a weight with a name. */
function concerns(param: string, weight: string): boolean {
  if (param === "biasInit") return isBias(weight);
  return !isBias(weight) || !["weightInit", "l1", "l2"].includes(param);
}

function isEqual(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
