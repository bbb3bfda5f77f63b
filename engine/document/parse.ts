import { t } from "@vscode/l10n";
import { getNodeValue } from "jsonc-parser";
import { readEdge } from "../graph/edgeText";
import type { EdgeEnd, Graph, GraphEdge, GraphNode } from "../graph/graph";
import type { JsonNode, Member } from "./json";
import { membersOf, placeOf, readJson, recordOf } from "./json";
import { limitedSuggestions } from "../graph/nearest";
import type { Problem } from "../graph/problem";
import { readNode } from "./readNode";
import { defaultTraining, readTraining } from "./readTraining";
import type { Report } from "./report";
import { errorList, notSupported, unknownKey, withoutDuplicates } from "./report";
import type { DocumentKey } from "../graph/schema";
import { documentLimits } from "../graph/documentLimits";
import { documentKeys, formatVersion, placeSchema, reservedDocumentKeys } from "../graph/schema";
import { shorten } from "../graph/shorten";
import { show } from "../graph/show";

/**
 * Parses a document. The graph is undefined only if the text is not JSON or too large; otherwise it contains everything
 * that could be read, including wrong parameters. `problems` lists what is wrong and where, in the order of the text,
 * as `listed` does.
 */
export function parse(text: string): { readonly graph: Graph | undefined; readonly problems: Problem[] } {
  const { root, problems } = readJson(text);
  if (!root && problems.length > 0) return { graph: undefined, problems };
  const { report, list } = errorList();
  const whole = { offset: 0, length: text.length };

  if (!root) {
    report(
      "empty-document",
      () => t("The document is empty. Add a node on the canvas to get started."),
      whole,
    );
  } else if (root.type !== "object") {
    report(
      "not-an-object",
      () => t('A model must be an object: { "netloom": 1, "nodes": { … }, … }.'),
      placeOf(root),
    );
  }
  const sections = new Map(withoutDuplicates(membersOf(root), report).map((member) => [member.key, member]));
  const section = (key: DocumentKey) => sections.get(key);
  checkKeys([...sections.values()], report);
  if (root?.type === "object") checkVersion(root, section("netloom"), report);

  const unread = { nodes: new Set<string>(), wires: new Set<string>() };
  const nodes = readNodes(section("nodes"), report, unread.nodes);
  const edges = readEdges(section("edges"), report, unread);
  const layout = readLayout(section("layout"), nodes, report, unread.nodes);
  const training = section("training");
  const placeOfSection = (key: DocumentKey) =>
    section(key)?.keyPlace ?? { offset: 0, length: Math.min(1, text.length) };
  const graph: Graph = {
    nodes: nodes ?? new Map<string, GraphNode>(),
    // If the nodes cannot be read, unresolved wires are not reported.
    edges: nodes ? edges : [],
    layout,
    unread,
    settings: recordOf(withoutDuplicates(membersOf(training?.value), () => undefined)),
    training: training ? readTraining(training.value, report) : defaultTraining,
    places: {
      document: whole,
      nodes: placeOfSection("nodes"),
      edges: placeOfSection("edges"),
      training: placeOfSection("training"),
      settings: Object.fromEntries(membersOf(training?.value).map(({ key, value }) => [key, placeOf(value)])),
    },
  };
  return { graph, problems: list() };
}

function checkKeys(members: readonly Member[], report: Report): void {
  const known: readonly string[] = documentKeys;
  for (const { key, keyPlace } of members) {
    if (reservedDocumentKeys.includes(key)) report("not-supported", () => notSupported(key), keyPlace);
    else if (!known.includes(key)) report("unknown-key", () => unknownKey(key, known), keyPlace);
  }
}

function checkVersion(root: JsonNode, version: Member | undefined, report: Report): void {
  if (!version)
    report(
      "missing-version",
      () => t('The format version is missing: begin with "netloom": {0}.', formatVersion),
      { offset: root.offset, length: 1 },
    );
  else if (version.value.value !== formatVersion)
    report(
      "unsupported-version",
      () =>
        t(
          "This document has format version {0}; this version of Netloom reads {1}. Update Netloom, or correct the number.",
          show(getNodeValue(version.value)),
          formatVersion,
        ),
      placeOf(version.value),
    );
}

/** Undefined if `nodes` cannot be read at all; ids of single nodes that cannot be read go to `unread`. */
function readNodes(
  section: Member | undefined,
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
    const node = readNode(member, report);
    if (node) nodes.set(node.id, node);
    else unread.add(member.key);
  }
  return nodes;
}

/** The words of wires that cannot be read go to `unread.wires`. */
function readEdges(
  section: Member | undefined,
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
        { edge: index },
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
    if (!nodes.has(key)) {
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
      { node: key },
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
