import { t } from "@vscode/l10n";
import { getNodeValue } from "jsonc-parser";
import { writeEdge } from "../graph/edgeText";
import type { Block, Graph, Scope } from "../graph/graph";
import { formatVersion } from "../graph/schema";
import { isSharingKey } from "../graph/sharing";
import { membersOfNode, type Members } from "./editedMembers";
import { membersOf, type JsonNode } from "./json";
import { Refusal } from "./Refusal";

/** The parts of a scope as they are written. */
export interface ScopeData {
  readonly nodes: Readonly<Record<string, Members>>;
  readonly edges: readonly string[];
  readonly layout: Readonly<Record<string, readonly [number, number]>>;
}

export interface BlockData extends ScopeData {
  readonly parameters: Members;
  readonly inputs: readonly PortData[];
  readonly outputs: readonly string[];
}

export type PortData = string | { readonly name: string; readonly optional?: boolean };

/** A document as plain data: what edits that change its structure work on. */
export interface DocumentData extends ScopeData {
  readonly blocks: Readonly<Record<string, BlockData>>;
  readonly training: Members;
}

export function portOfData(port: PortData): { readonly name: string; readonly optional?: boolean } {
  return typeof port === "string" ? { name: port } : port;
}

/**
 * A document's data as its text has them. Throws a Refusal if something in the text could not be read, because an edit
 * of the structure would lose it.
 */
export function dataOfText(root: JsonNode, graph: Graph): DocumentData {
  const written = getNodeValue(root) as Partial<DocumentData>;
  const sections = sectionsOf(root);
  const blocks = Object.entries(written.blocks ?? {}).map(([name, block]) => {
    const scope = graph.blocks.get(name);
    const member = membersOf(sections.get("blocks")).find(({ key }) => key === name);
    if (!scope || !member) throw unreadable();
    checkRead(scope, block, sectionsOf(member.value));
    checkPorts(scope, block);
    return [name, { ...emptyBlock, ...block }] as const;
  });
  if (membersOf(sections.get("blocks")).length !== graph.blocks.size) throw unreadable();
  checkRead(graph, written, sections);
  return { ...emptyScope, training: {}, ...written, blocks: Object.fromEntries(blocks) };
}

/** The same, of a graph: as a text would be written that the parser makes it of. */
export function dataOfGraph(graph: Graph): DocumentData {
  const blocks = [...graph.blocks].map(([name, block]) => [name, dataOfBlock(block)] as const);
  return { ...dataOfScope(graph), blocks: Object.fromEntries(blocks), training: graph.settings };
}

export function dataOfBlock(block: Block): BlockData {
  const { parameters, inputs, outputs } = block;
  return {
    parameters,
    inputs: inputs.map(({ name, optional }) => (optional ? { name, optional } : name)),
    outputs: outputs.map(({ name }) => name),
    ...dataOfScope(block),
  };
}

/** The text of a document with these data, for the parser. */
export function textOfData(data: DocumentData): string {
  return JSON.stringify({ netloom: formatVersion, ...data });
}

function dataOfScope({ nodes, edges, layout }: Scope): ScopeData {
  return {
    nodes: Object.fromEntries([...nodes.values()].map((node) => [node.id, membersOfNode(node)])),
    edges: edges.map(({ from, to }) => writeEdge(from, to)),
    layout,
  };
}

const emptyScope = { nodes: {}, edges: [], layout: {} } as const;
export const emptyBlock: BlockData = { parameters: {}, inputs: [], outputs: [], ...emptyScope };

/** The members of an object by name; throws a Refusal if one is there twice. */
export function sectionsOf(object: JsonNode): ReadonlyMap<string, JsonNode> {
  const members = membersOf(object);
  const sections = new Map(members.map(({ key, value }) => [key, value]));
  if (sections.size !== members.length) throw unreadable();
  return sections;
}

function checkRead(scope: Scope, written: Partial<ScopeData>, sections: ReadonlyMap<string, JsonNode>): void {
  const nodes = membersOf(sections.get("nodes"));
  const isRead =
    scope.unread.nodes.size + scope.unread.wires.size === 0 &&
    ["nodes", "layout", "parameters", "training"].every(
      (key) => (sections.get(key)?.type ?? "object") === "object",
    ) &&
    nodes.length === scope.nodes.size &&
    (written.edges ?? []).length === scope.edges.length &&
    Object.keys(written.layout ?? {}).length === Object.keys(scope.layout).length &&
    nodes.every(({ key, value }) => {
      const node = scope.nodes.get(key);
      const members = membersOf(value);
      const isWhole = new Set(members.map((member) => member.key)).size === members.length;
      return (
        isWhole && members.every((member) => !isSharingKey(member.key) || node?.[member.key] !== undefined)
      );
    });
  if (!isRead) throw unreadable();
}

function checkPorts(block: Block, { parameters = {}, inputs = [], outputs = [] }: Partial<BlockData>): void {
  if (
    Object.keys(parameters).length !== Object.keys(block.parameters).length ||
    inputs.length !== block.inputs.length ||
    outputs.length !== block.outputs.length
  )
    throw unreadable();
}

function unreadable(): Refusal {
  return new Refusal(
    t("Something in the document's text cannot be read. Fix it first; the Problems panel shows where."),
  );
}
