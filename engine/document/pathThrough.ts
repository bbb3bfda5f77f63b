import type { Graph, GraphNode, Scope } from "../graph/graph";
import { renamedPath } from "../graph/sharing";
import type { NodePath } from "../tensor/path";

/** The document's own nodes, or those of the block with a name; undefined if there is no such block. */
export function scopeOf(graph: Graph, block: string | undefined): Scope | undefined {
  return block === undefined ? graph : graph.blocks.get(block);
}

/**
 * A path that is written in the scope `from`, divided where it begins to name nodes of the scope `to`: `encoder/0/conv`
 * leads from the document into the block of which `encoder` is an instance, so there it is `encoder/0/` and `conv`.
 * Undefined if it does not lead there. Blocks are given by their names; undefined is the document.
 */
export function divided(
  graph: Graph,
  path: NodePath,
  from: string | undefined,
  to: string | undefined,
): { readonly prefix: string; readonly inner: NodePath } | undefined {
  const parts = path.split("/");
  let block = from;
  for (let i = 0; i < parts.length;) {
    if (block === to)
      return {
        prefix: parts
          .slice(0, i)
          .map((part) => `${part}/`)
          .join(""),
        inner: parts.slice(i).join("/"),
      };
    const node = scopeOf(graph, block)?.nodes.get(parts[i] ?? "");
    if (!node || !graph.blocks.has(node.type)) return undefined;
    block = node.type;
    i += node.repeat !== undefined && /^\d+$/.test(parts[i + 1] ?? "") ? 2 : 1;
  }
  return undefined;
}

/** The node that a path names which is written in the scope `from`; of a repetition, the repeated node. */
export function nodeAt(graph: Graph, path: NodePath, from: string | undefined): GraphNode | undefined {
  let scope = scopeOf(graph, from);
  let node: GraphNode | undefined;
  for (const part of path.split("/")) {
    if (node?.repeat !== undefined && /^\d+$/.test(part)) continue;
    node = scope?.nodes.get(part);
    scope = node && graph.blocks.get(node.type);
  }
  return node;
}

/** A path that is written in the scope `from`, after the part of it that names nodes of the scope `to` is changed. */
export function pathThrough(
  graph: Graph,
  path: NodePath,
  from: string | undefined,
  to: string | undefined,
  change: (inner: NodePath) => NodePath,
): NodePath {
  const found = divided(graph, path, from, to);
  return found ? found.prefix + change(found.inner) : path;
}

/** For `withNodePaths`: paths written in one scope, after a node of another is renamed. Scopes are given by their names. */
export function renamedIn(
  graph: Graph,
  from: string | undefined,
  to: string | undefined,
  id: string,
  name: string,
): (path: NodePath) => NodePath {
  const renamed = renamedPath(id, name);
  return (path) => pathThrough(graph, path, from, to, renamed);
}
