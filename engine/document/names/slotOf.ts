import { isSharingKey } from "../../graph/sharing";
import type { Place } from "./placeAt";

/** What kind of name belongs in a place. `block` is the block in which it is written, if any. */
export type Slot = InNode | InEdge | InTraining;

interface InNode {
  /**
   * `type`: a layer's or block's name. `member`: a key. `expression`: a value inside a block. `weightsOf`, `follows`:
   * the value of that word; `tie`: a key in `weightsOf`, and `tied` its value; `followed`: the node in `follows`;
   * `policy`: the value of that parameter.
   */
  readonly kind:
    "type" | "member" | "expression" | "weightsOf" | "tie" | "tied" | "follows" | "followed" | "policy";
  readonly block: string | undefined;
  readonly node: string;
  /** For `tied`: the weight. */
  readonly weight?: string;
}

interface InEdge {
  readonly kind: "edge";
  readonly block: string | undefined;
}

interface InTraining {
  /** `factor`: a key in an objective's `weights`. */
  readonly kind: "watch" | "loss" | "updated" | "factor";
  readonly objective?: string;
}

/** What belongs in a place; undefined where the document itself has no names for it. */
export function slotOf({ path, isKey }: Pick<Place, "path" | "isKey">): Slot | undefined {
  const [first, name] = path;
  const block = first === "blocks" && typeof name === "string" ? name : undefined;
  const [section, id, ...rest] = block === undefined ? path : path.slice(2);
  if (section === "edges" && typeof id === "number" && rest.length === 0)
    return isKey ? undefined : { kind: "edge", block };
  if (section === "nodes" && typeof id === "string") return inNode({ block, node: id }, rest, isKey);
  if (section === "training" && block === undefined) return inTraining(path.slice(1), isKey);
  return undefined;
}

function inNode(
  at: Pick<InNode, "block" | "node">,
  [key, inner, ...deeper]: readonly (string | number)[],
  isKey: boolean,
): InNode | undefined {
  if (key === undefined) return isKey ? { kind: "member", ...at } : undefined;
  const depth = inner === undefined ? 1 : deeper.length === 0 ? 2 : 3;
  if (key === "type") return depth === 1 && !isKey ? { kind: "type", ...at } : undefined;
  if (key === "weightsOf") {
    if (depth === 1) return { kind: isKey ? "tie" : "weightsOf", ...at };
    return depth === 2 && !isKey && typeof inner === "string"
      ? { kind: "tied", weight: inner, ...at }
      : undefined;
  }
  if (key === "follows") {
    if (isKey) return undefined;
    if (depth === 1) return { kind: "follows", ...at };
    return depth === 2 && inner === "node" ? { kind: "followed", ...at } : undefined;
  }
  if (key === "policy") return depth === 1 && !isKey ? { kind: "policy", ...at } : undefined;
  const isComputed = at.block !== undefined && !isKey && !isSharingKey(String(key));
  return isComputed ? { kind: "expression", ...at } : undefined;
}

function inTraining(path: readonly (string | number)[], isKey: boolean): InTraining | undefined {
  const [first, objective, list, index, ...deeper] = path;
  if (first === "watch") return path.length === 1 && !isKey ? { kind: "watch" } : undefined;
  if (first !== "objectives" || typeof objective !== "string" || deeper.length > 0) return undefined;
  if (list === "weights" && index === undefined && isKey) return { kind: "factor", objective };
  if (isKey || typeof index !== "number") return undefined;
  if (list === "losses") return { kind: "loss", objective };
  return list === "updates" ? { kind: "updated", objective } : undefined;
}
