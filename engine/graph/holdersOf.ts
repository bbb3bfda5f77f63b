import type { Graph } from "./graph";

/** A block and all blocks that contain instances of it, directly or through others. */
export function holdersOf(blocks: Graph["blocks"], name: string): ReadonlySet<string> {
  const users = new Map<string, string[]>();
  for (const block of blocks.values())
    for (const type of new Set([...block.nodes.values()].map((node) => node.type))) {
      const known = users.get(type);
      if (known) known.push(block.name);
      else users.set(type, [block.name]);
    }
  const holders = new Set([name]);
  // `holders` grows during the loop.
  for (const used of holders) for (const user of users.get(used) ?? []) holders.add(user);
  return holders;
}
