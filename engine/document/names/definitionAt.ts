import type { Block, GraphNode } from "../../graph/graph";
import type { TextRange } from "../../graph/problem";
import { portsOf } from "./blockNames";
import { Draft } from "./Draft";
import { nameAt, type Named } from "./nameAt";
import { placeAt } from "./placeAt";

/** What a name stands for. */
export interface Definition {
  /** The name at the cursor. */
  readonly name: TextRange;
  /** The name where it is defined, and everything that belongs to it there. */
  readonly target: TextRange;
  readonly whole: TextRange;
  /** The definition in a few words, as code. */
  readonly shown: string;
}

/** A definition without the name that leads to it. */
type Target = Omit<Definition, "name">;

/**
 * What the name at an offset of a document's text stands for: a block, a parameter or port of one, a node or an
 * objective. Undefined where the name is given.
 */
export function definitionAt(text: string, cursor: number): Definition | undefined {
  const place = placeAt(text, cursor);
  if (!place?.string) return undefined;
  const draft = new Draft(text);
  const found = nameAt(draft.graph, place);
  const target = found && targetOf(text, draft, found.named);
  if (!target || (cursor >= target.target.offset && cursor <= target.target.offset + target.target.length))
    return undefined;
  return { name: found.whole, ...target };
}

function targetOf(text: string, draft: Draft, named: Named): Target | undefined {
  switch (named.kind) {
    case "node":
      return nodeTarget(text, named.node);
    case "block":
      return at(named.block.places.name, signatureOf(named.block));
    case "parameter": {
      const { parameters, places } = named.block;
      const place = places.parameters[named.parameter];
      return place && at(place, parameterText([named.parameter, parameters[named.parameter]]));
    }
    case "port": {
      const place = named.block[named.side].find(({ name }) => name === named.port)?.place;
      return place && at(place, sliceOf(text, place));
    }
    case "objective": {
      const member = draft.membersAt(["training", "objectives"]).find(({ key }) => key === named.objective);
      if (!member) return undefined;
      const { offset, length } = member.property;
      return { target: member.keyPlace, whole: { offset, length }, shown: sliceOf(text, { offset, length }) };
    }
  }
}

function nodeTarget(text: string, { places: { id, node } }: GraphNode): Target {
  const whole = { offset: id.offset, length: node.offset + node.length - id.offset };
  return { target: id, whole, shown: sliceOf(text, whole) };
}

function at(target: TextRange, shown: string): Target {
  return { target, whole: target, shown };
}

/** `Residual(channels, stride = 1): input → output` */
function signatureOf(block: Block): string {
  return `${block.name}(${Object.entries(block.parameters).map(parameterText).join(", ")}): ${portsOf(block)}`;
}

function parameterText([name, preset]: readonly [string, unknown]): string {
  return preset === null ? name : `${name} = ${JSON.stringify(preset)}`;
}

/** The most characters of a definition that are shown. */
const longest = 500;

function sliceOf(text: string, { offset, length }: TextRange): string {
  const slice = text.slice(offset, offset + length);
  return slice.length <= longest ? slice : `${slice.slice(0, longest)}…`;
}
