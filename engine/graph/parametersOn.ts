import * as z from "zod";
import type { Parameter, Parameters } from "../parameters/parameter";
import type { Block } from "./graph";
import type { PageNode } from "./page";
import { paramsOf } from "./paramsOf";

/** The parameters of a page's node: its layer's or its block's; a port has none. */
export function parametersOn({ layer, block, node }: Pick<PageNode, "layer" | "block" | "node">): Parameters {
  if (layer) return paramsOf(layer, node.params);
  return block ? blockParameters(block) : {};
}

const known = new WeakMap<Block, Parameters>();

/** A block's parameters for forms: each takes any value, and is shown like its default. */
export function blockParameters(block: Block): Parameters {
  let found = known.get(block);
  if (!found) {
    found = Object.fromEntries(
      Object.entries(block.parameters).map(([name, preset]) => [name, blockParameter(preset)]),
    );
    known.set(block, found);
  }
  return found;
}

function blockParameter(preset: unknown): Parameter {
  return {
    kind: typeof preset === "boolean" ? "boolean" : "value",
    schema: z.unknown(),
    help: "",
    // A parameter whose default is null must be given.
    ...(preset !== null && { default: preset }),
  };
}
