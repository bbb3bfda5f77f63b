import { t } from "@vscode/l10n";
import type { Graph, Scope } from "../../graph/graph";
import type { BlockData, DocumentData, ScopeData } from "../documentData";
import { portOfData } from "../documentData";
import type { GraphEdit } from "../edit";
import { scopeOf } from "../pathThrough";
import { wrongName } from "../readBlocks";
import { wrongId } from "../readNode";
import { Refusal } from "../Refusal";

/** A document, as it was read and as it is written. */
export interface Written {
  readonly graph: Graph;
  readonly data: DocumentData;
}

export type EditOf<K extends GraphEdit["kind"]> = Extract<GraphEdit, { kind: K }>;

/** The scope with a block's name, or the document's own; throws a Refusal if there is none. */
export function scopeAt({ graph, data }: Written, block: string | undefined) {
  const scope = scopeOf(graph, block);
  const written: ScopeData | undefined = block === undefined ? data : data.blocks[block];
  if (!scope || !written) throw noBlock(block ?? "");
  return { scope, written, taken: takenIn(scope, block === undefined ? undefined : data.blocks[block]) };
}

export function blockAt({ graph, data }: Written, name: string) {
  const block = graph.blocks.get(name);
  const written = data.blocks[name];
  if (!block || !written) throw noBlock(name);
  return { block, written };
}

function noBlock(name: string): Refusal {
  return new Refusal(t('There is no block "{0}".', name));
}

/** The names that a new node may not have. */
function takenIn({ nodes }: Scope, block: BlockData | undefined): Set<string> {
  const ports = [...(block?.inputs ?? []), ...(block?.outputs ?? [])].map((port) => portOfData(port).name);
  return new Set([...nodes.keys(), ...ports]);
}

/** A document with another scope in the place of one. */
export function withScope(data: DocumentData, block: string | undefined, scope: ScopeData): DocumentData {
  if (block === undefined) return { ...data, ...scope };
  const old = data.blocks[block];
  return old ? withBlock(data, block, { ...old, ...scope }) : data;
}

export function withBlock(data: DocumentData, name: string, block: BlockData): DocumentData {
  return { ...data, blocks: { ...data.blocks, [name]: block } };
}

/** Every scope after a change, the document's own included. */
export function mapScopes(
  data: DocumentData,
  change: (scope: ScopeData, block: string | undefined) => ScopeData,
): DocumentData {
  const blocks = Object.entries(data.blocks).map(
    ([name, block]) => [name, { ...block, ...change(block, name) }] as const,
  );
  return { ...data, ...change(data, undefined), blocks: Object.fromEntries(blocks) };
}

export function checkNewBlock(data: DocumentData, name: string): void {
  const wrong = wrongName(name);
  if (wrong !== undefined) throw new Refusal(wrong);
  if (Object.hasOwn(data.blocks, name))
    throw new Refusal(t('A block named "{0}" already exists. Choose another name.', name));
}

export function checkNewNode(taken: ReadonlySet<string>, id: string): void {
  const wrong = wrongId(id);
  if (wrong !== undefined) throw new Refusal(wrong);
  if (taken.has(id)) throw new Refusal(t('A node named "{0}" already exists. Choose another name.', id));
}
