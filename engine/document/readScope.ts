import { t } from "@vscode/l10n";
import { getNodeValue } from "jsonc-parser";
import { documentLimits } from "../graph/documentLimits";
import { readEdge } from "../graph/edgeText";
import type { EdgeEnd, GraphEdge, GraphNode, Scope } from "../graph/graph";
import { limitedSuggestions } from "../graph/nearest";
import type { TextRange } from "../graph/problem";
import { placeSchema } from "../graph/schema";
import { shorten } from "../graph/shorten";
import { show } from "../graph/show";
import type { Member } from "./json";
import { membersOf, placeOf } from "./json";
import { nodeSubject, readNode, type ScopeContext } from "./readNode";
import type { Report } from "./report";
import { withoutDuplicates } from "./report";

/** The keys that a scope is written under: the document, or a block. */
export type ScopeKey = "nodes" | "edges" | "layout";

/** Reads nodes, wires and layout; what cannot be read is reported and left out. `fallback` is a range for missing keys. */
export function readScope(
  section: (key: ScopeKey) => Member | undefined,
  fallback: TextRange,
  context: ScopeContext,
  report: Report,
): Scope {
  const unread = { nodes: new Set<string>(), wires: new Set<string>() };
  const nodes = readNodes(section("nodes"), context, report, unread.nodes);
  const edges = readEdges(section("edges"), context, report, unread);
  const layout = readLayout(section("layout"), nodes, context, report, unread.nodes);
  const placeOfSection = (key: ScopeKey) => section(key)?.keyPlace ?? fallback;
  return {
    nodes: nodes ?? new Map<string, GraphNode>(),
    // If the nodes cannot be read, unresolved wires are not reported.
    edges: nodes ? edges : [],
    layout,
    unread,
    places: { nodes: placeOfSection("nodes"), edges: placeOfSection("edges") },
  };
}

/** Undefined if `nodes` cannot be read at all; ids of single nodes that cannot be read go to `unread`. */
function readNodes(
  section: Member | undefined,
  context: ScopeContext,
  report: Report,
  unread: Set<string>,
): Map<string, GraphNode> | undefined {
  const nodes = new Map<string, GraphNode>();
  if (!section) return nodes;
  if (section.value.type !== "object") {
    report(
      "invalid-section",
      () => t('"nodes" must be an object: { "name": { "type": … }, … }.'),
      placeOf(section.value),
    );
    return undefined;
  }
  const members = membersOf(section.value);
  if (members.length > documentLimits.nodes) {
    report(
      "too-many-nodes",
      () =>
        t("This document has {0} nodes; Netloom reads at most {1}.", members.length, documentLimits.nodes),
      section.keyPlace,
    );
    return undefined;
  }
  for (const member of withoutDuplicates(members, report)) {
    const node = readNode(member, context, report);
    if (node) nodes.set(node.id, node);
    else unread.add(member.key);
  }
  return nodes;
}

/** The words of wires that cannot be read go to `unread.wires`. */
function readEdges(
  section: Member | undefined,
  { block }: ScopeContext,
  report: Report,
  unread: { readonly nodes: ReadonlySet<string>; readonly wires: Set<string> },
): GraphEdge[] {
  if (!section) return [];
  if (section.value.type !== "array") {
    report("invalid-section", () => t('"edges" must be a list: [ "a -> b", … ].'), placeOf(section.value));
    return [];
  }
  const written = section.value.children ?? [];
  if (written.length > documentLimits.edges) {
    report(
      "too-many-edges",
      () =>
        t("This document has {0} wires; Netloom reads at most {1}.", written.length, documentLimits.edges),
      section.keyPlace,
    );
    return [];
  }
  return written.flatMap((node, index) => {
    const place = placeOf(node);
    const text: unknown = node.value;
    const edge = typeof text === "string" ? readEdge(text) : undefined;
    if (!edge || typeof text !== "string") {
      for (const word of wordsOf(text)) unread.wires.add(word);
      // A node with a name that cannot occur in a wire is reported at the node.
      if (typeof text === "string" && text.split("->").some((end) => unread.nodes.has(end.trim()))) return [];
      report(
        "invalid-edge",
        () =>
          t(
            'A wire must be "a -> b" or "a.output -> b.input" with names of nodes, not {0}.',
            show(getNodeValue(node)),
          ),
        place,
        { edge: index, ...(block !== undefined && { block }) },
      );
      return [];
    }
    // Offsets in the string are offsets in the text only if nothing is escaped.
    const plain = node.length === text.length + 2;
    const end = ({ node: id, port, offset, length }: typeof edge.from): EdgeEnd => ({
      node: id,
      port,
      place: plain ? { offset: node.offset + 1 + offset, length } : place,
    });
    return [{ index, from: end(edge.from), to: end(edge.to), place }];
  });
}

/** A longer text is not a wire with a typo. */
const longestWire = 1000;

function wordsOf(text: unknown): string[] {
  return typeof text === "string" ? (text.slice(0, longestWire).match(/[\p{L}\p{N}_]+/gu) ?? []) : [];
}

function readLayout(
  section: Member | undefined,
  nodes: ReadonlyMap<string, GraphNode> | undefined,
  context: ScopeContext,
  report: Report,
  unread: ReadonlySet<string>,
): Record<string, readonly [number, number]> {
  if (!section || !nodes) return {};
  if (section.value.type !== "object") {
    report(
      "invalid-section",
      () => t('"layout" must be an object: { "name": [x, y], … }.'),
      placeOf(section.value),
    );
    return {};
  }
  const suggest = limitedSuggestions();
  const places = withoutDuplicates(membersOf(section.value), report).flatMap(({ key, keyPlace, value }) => {
    if (unread.has(key)) return [];
    if (!nodes.has(key) && !context.ports?.has(key)) {
      report("unknown-node", () => unknownPlace(key, suggest(key, nodes.keys())), keyPlace);
      return [];
    }
    const place = placeSchema.safeParse(getNodeValue(value));
    if (place.success) return [[key, place.data] as const];
    report(
      "invalid-place",
      () =>
        t(
          'The position of "{0}" must be two whole numbers, [x, y], not {1}.',
          key,
          show(getNodeValue(value)),
        ),
      placeOf(value),
      nodeSubject(context, key),
    );
    return [];
  });
  return Object.fromEntries(places);
}

function unknownPlace(written: string, meant: string | undefined): string {
  const key = shorten(written);
  return meant === undefined
    ? t('There is no node "{0}" to position. Remove this entry.', key)
    : t('There is no node "{0}" to position. Did you mean "{1}"?', key, meant);
}
