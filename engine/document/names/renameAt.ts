import type { TextRange } from "../../graph/problem";
import { applyEdit, type AppliedEdit } from "../applyEdit";
import type { GraphEdit } from "../edit";
import { wrongId } from "../readNode";
import { Draft } from "./Draft";
import { nameAt, type Named } from "./nameAt";
import { placeAt } from "./placeAt";

/** The name at an offset of a document's text that can be changed; undefined if there is none. */
export function renamableAt(text: string, cursor: number): TextRange | undefined {
  return find(text, cursor)?.name;
}

/**
 * The edits that change the name at an offset wherever it is written: in wires, paths, `layout`, objectives, expressions
 * and at instances. Refused for a name that is taken or cannot be one; undefined if there is no name.
 */
export function renameAt(text: string, cursor: number, to: string): AppliedEdit | undefined {
  const found = find(text, cursor);
  if (!found) return undefined;
  // Ports come from forms, which have checked them.
  const wrong = found.named.kind === "port" ? wrongId(to) : undefined;
  return wrong === undefined ? applyEdit(text, editFor(found.named, to)) : { refused: wrong };
}

function find(text: string, cursor: number) {
  const place = placeAt(text, cursor);
  return place?.string && nameAt(new Draft(text).graph, place);
}

function editFor(named: Named, to: string): GraphEdit {
  switch (named.kind) {
    case "node":
      return { kind: "rename", node: named.node.id, to, block: named.block };
    case "block":
      return { kind: "renameBlock", block: named.block.name, to };
    case "parameter":
      return { kind: "renameParameter", block: named.block.name, name: named.parameter, to };
    case "objective":
      return { kind: "renameObjective", objective: named.objective, to };
    case "port": {
      const { block, side, port } = named;
      const ports = block[side].map(({ name, optional }) => {
        const now = name === port ? to : name;
        return optional ? { name: now, optional } : now;
      });
      return { kind: "setPorts", block: block.name, [side]: ports };
    }
  }
}
