import { layers } from "../layers";
import type { Block } from "./graph";

/** Whether repetitions can be put one behind the other; true for an unknown type, which is reported already. */
export function isChain(block: Block | undefined, type: string): boolean {
  if (block) return block.inputs.length > 0 && block.outputs.length > 0;
  const layer = layers.get(type);
  return (
    !layer || (layer.inputs.length > 0 && (typeof layer.outputs === "function" || layer.outputs.length > 0))
  );
}
