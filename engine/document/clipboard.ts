import { t } from "@vscode/l10n";
import { layers } from "../layers";
import { writeEdge } from "../graph/edgeText";
import type { GraphEdit } from "./edit";
import type { Graph } from "../graph/graph";
import { nodePathsIn, renamedPath, sharingOf, withNodePaths, type Sharing } from "../graph/sharing";
import { blocksUsed, bringBlocks } from "./bringBlocks";
import { dataOfBlock } from "./documentData";
import { wordsOf } from "./editedMembers";
import { freeIds } from "./newNode";
import { parse } from "./parse";
import { formatVersion } from "../graph/schema";
import { writeLines, writeMember } from "./writeJson";

type Place = readonly [number, number];

/**
 * Copies nodes, the wires between them, their positions and the blocks that they are instances of, as the text of a
 * separate document.
 */
export function copyNodes(graph: Graph, ids: readonly string[]): string {
  const chosen = new Set(ids);
  const members = (entries: readonly (readonly [string, unknown])[]) =>
    entries.flatMap(([key, value]) => writeMember(key, value) ?? []);
  const nodes = [...graph.nodes.values()]
    .filter(({ id }) => chosen.has(id))
    .map(
      (node) => [node.id, { type: node.type, ...wordsOf(node), ...node.params, ...sharingOf(node) }] as const,
    );
  const edges = graph.edges
    .filter(({ from, to }) => chosen.has(from.node) && chosen.has(to.node))
    .map(({ from, to }) => JSON.stringify(writeEdge(from, to)));
  const layout = Object.entries(graph.layout).filter(([id]) => chosen.has(id));
  const used = blocksUsed(
    graph.blocks,
    nodes.map(([, { type }]) => type),
  );
  const blocks = members(used.map((block) => [block.name, dataOfBlock(block)]));
  const format = { eol: "\n", unit: "  " };
  const sections = [
    `"netloom": ${formatVersion}`,
    ...(blocks.length > 0 ? [`"blocks": ${writeLines("{}", blocks, "  ", format)}`] : []),
    `"nodes": ${writeLines("{}", members(nodes), "  ", format)}`,
    `"edges": ${writeLines("[]", edges, "  ", format)}`,
    `"layout": ${writeLines("{}", members(layout), "  ", format)}`,
  ];
  return `${writeLines("{}", sections, "", format)}\n`;
}

/**
 * The edit that adds copied nodes under free names, with their upper left corner at a given position (by default
 * slightly offset from the originals), and the blocks of instances that the document lacks. The text may be anything, so
 * it is parsed like any document; returns a reason if it holds no nodes. On a block's page, `graph` has the nodes of the
 * block, and `ports` are names that are taken too.
 */
export function pasteNodes(
  graph: Graph,
  text: string,
  corner?: Place,
  ports: Iterable<string> = [],
): { readonly edit: Extract<GraphEdit, { kind: "add" }> } | { readonly refused: string } {
  const copied = text.trimStart().startsWith("{") ? parse(text).graph : undefined;
  if (!copied || copied.nodes.size === 0) return { refused: t("The clipboard contains no nodes.") };
  const types = new Set([...copied.nodes.values()].map(({ type }) => type));
  const brought = bringBlocks(graph.blocks, blocksUsed(copied.blocks, types));
  const typeOf = (type: string) => brought.names.get(type) ?? type;
  const names = new Map<string, string>();
  const taken = new Set([...graph.nodes.keys(), ...ports]);
  const freeId = freeIds(taken);
  for (const { id, type } of copied.nodes.values()) {
    if (!layers.has(type) && !brought.names.has(type) && !graph.blocks.has(type))
      return { refused: t('The clipboard contains a node of the unknown layer "{0}".', type) };
    const name = taken.has(id) ? freeId(id.replace(/\d+$/, "")) : id;
    names.set(id, name);
    taken.add(name);
  }
  const renamed = ({ node, port }: { readonly node: string; readonly port?: string }) => {
    const name = names.get(node);
    return name === undefined ? undefined : { node: name, port };
  };
  const shift = shiftTo(Object.values(copied.layout), corner);
  return {
    edit: {
      kind: "add",
      nodes: [...copied.nodes.values()].map((node) => ({
        id: names.get(node.id) ?? node.id,
        type: typeOf(node.type),
        params: { ...wordsOf(node), ...node.params, ...pastedSharing(node, names, graph) },
      })),
      edges: copied.edges.flatMap(({ from, to }) => {
        const ends = [renamed(from), renamed(to)] as const;
        return ends[0] && ends[1] ? [writeEdge(ends[0], ends[1])] : [];
      }),
      layout: Object.fromEntries(
        [...names].flatMap(([id, name]) => {
          const place = Object.hasOwn(copied.layout, id) ? copied.layout[id] : undefined;
          return place ? [[name, shift(place)] as const] : corner ? [[name, corner] as const] : [];
        }),
      ),
      ...(Object.keys(brought.blocks).length > 0 ? { blocks: brought.blocks } : {}),
    },
  };
}

/**
 * What a pasted node says about sharing: its partner is the copy if that was copied too, otherwise the original. Where
 * there is none, the node gets weights of its own.
 */
function pastedSharing(node: Sharing, names: ReadonlyMap<string, string>, graph: Graph): Sharing {
  const idIn = (path: string) => path.split("/", 1)[0] ?? path;
  const isKnown = (id: string) => names.has(id) || graph.nodes.has(id);
  if (!nodePathsIn(node).every((path) => isKnown(idIn(path.node)))) return {};
  return withNodePaths(node, (path) => {
    const id = idIn(path);
    return renamedPath(id, names.get(id) ?? id)(path);
  });
}

const beside = 40;

function shiftTo(places: readonly Place[], corner: Place | undefined): (place: Place) => Place {
  // Not Math.min(...places): thousands of arguments would overflow the stack.
  const left = places.reduce((least, [x]) => Math.min(least, x), Infinity);
  const top = places.reduce((least, [, y]) => Math.min(least, y), Infinity);
  const [dx, dy] = corner ? [corner[0] - left, corner[1] - top] : [beside, beside];
  return ([x, y]) => [Math.round(x + dx), Math.round(y + dy)];
}
