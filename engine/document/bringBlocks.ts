import type { Block, Graph } from "../graph/graph";
import { topologicalOrder } from "../graph/order";
import { dataOfBlock, type BlockData } from "./documentData";
import type { Members } from "./editedMembers";
import { freeId } from "./newNode";
import { wrongName } from "./readBlocks";

type Blocks = Graph["blocks"];

/** The blocks that nodes of some types are instances of, and those that these use in turn, in the document's order. */
export function blocksUsed(blocks: Blocks, types: Iterable<string>): Block[] {
  const used = new Set<string>();
  for (const type of types) if (blocks.has(type)) used.add(type);
  // `used` grows during the loop.
  for (const name of used) for (const type of usedIn(blocks.get(name))) if (blocks.has(type)) used.add(type);
  return [...blocks.values()].filter(({ name }) => used.has(name));
}

/** What a document lacks of some blocks of another one. */
export interface Brought {
  /** Definitions to add, by their names there. */
  readonly blocks: Readonly<Record<string, Members>>;
  /** The blocks' names there, by their own. */
  readonly names: ReadonlyMap<string, string>;
}

/**
 * Brings blocks into a document. One that the document has already, under its name or the name that it got when it was
 * brought before, is not added again; where the document has another one of its name, it gets a new name.
 */
export function bringBlocks(present: Blocks, brought: readonly Block[]): Brought {
  const own = new Map(brought.map((block) => [block.name, block]));
  const { order } = topologicalOrder([...own.keys()], (name) =>
    [...usedIn(own.get(name))].filter((type) => own.has(type)),
  );
  const names = new Map<string, string>();
  const blocks: Record<string, Members> = {};
  const isTaken = (name: string) => present.has(name) || Object.hasOwn(blocks, name) || own.has(name);
  for (const name of order) {
    const block = own.get(name);
    if (!block) continue;
    const data = withTypes(dataOfBlock(block), names);
    const stem = name.replace(/\d+$/, "");
    const same = [...present.values()].find(
      (other) => other.name.replace(/\d+$/, "") === stem && modelOf(dataOfBlock(other)) === modelOf(data),
    );
    const isFree = !present.has(name) && wrongName(name) === undefined;
    const to = same?.name ?? (isFree ? name : freeId({ has: isTaken }, stem));
    names.set(name, to);
    if (!same) blocks[to] = { ...data };
  }
  return { blocks, names };
}

function usedIn(block: Block | undefined): ReadonlySet<string> {
  return new Set([...(block?.nodes.values() ?? [])].map(({ type }) => type));
}

function withTypes(data: BlockData, names: ReadonlyMap<string, string>): BlockData {
  const nodes = Object.entries(data.nodes).map(([id, members]) => {
    const type = typeof members.type === "string" ? names.get(members.type) : undefined;
    return [id, type === undefined ? members : { ...members, type }] as const;
  });
  return { ...data, nodes: Object.fromEntries(nodes) };
}

/** What a block computes, as text: all but its layout. */
function modelOf({ layout: _, ...model }: BlockData): string {
  return JSON.stringify(model);
}
