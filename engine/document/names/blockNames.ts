import { holdersOf } from "../../graph/holdersOf";
import type { Block } from "../../graph/graph";
import { asValue } from "./insertions";
import type { Draft } from "./Draft";
import type { Proposal } from "./Proposal";
import type { Place } from "./placeAt";

/** The blocks that a node may be an instance of: inside a block, not itself nor one that contains it. */
export function blockNames({ graph }: Draft, place: Place, block: string | undefined): Proposal[] {
  const holders = block === undefined ? undefined : holdersOf(graph.blocks, block);
  return [...graph.blocks.values()]
    .filter(({ name }) => holders?.has(name) !== true)
    .map((found) => asValue(place, { label: found.name, kind: "block", detail: portsOf(found) }));
}

/** `input, mask → output` */
export function portsOf({ inputs, outputs }: Pick<Block, "inputs" | "outputs">): string {
  const names = (ports: Block["inputs"]) => ports.map(({ name }) => name).join(", ");
  return `${names(inputs)} → ${names(outputs)}`;
}
