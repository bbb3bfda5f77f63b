import { t } from "@vscode/l10n";
import { getNodeValue } from "jsonc-parser";
import { documentLimits } from "../graph/documentLimits";
import type { Block, BlockPort } from "../graph/graph";
import { idPattern } from "../graph/idPattern";
import { blockKeys, nodeKeys } from "../graph/schema";
import { repetition } from "../graph/checkBlocks";
import { shorten } from "../graph/shorten";
import { show } from "../graph/show";
import { layers } from "../layers";
import type { JsonNode, Member } from "./json";
import { membersOf, placeOf, recordOf } from "./json";
import { wrongId, type Deferred } from "./readNode";
import { readScope } from "./readScope";
import type { Report } from "./report";
import { unknownKey, withoutDuplicates } from "./report";

/** What is read of a document's `blocks`. */
export interface Blocks {
  readonly blocks: ReadonlyMap<string, Block>;
  /** All names, including those of blocks that could not be read. */
  readonly blockNames: ReadonlySet<string>;
  readonly deferred: readonly Deferred[];
}

/** Reads `blocks`; what cannot be read is reported and left out. */
export function readBlocks(section: Member | undefined, report: Report): Blocks {
  const blocks = new Map<string, Block>();
  const blockNames = new Set<string>();
  const deferred: Deferred[] = [];
  if (!section) return { blocks, blockNames, deferred };
  if (section.value.type !== "object") {
    report(
      "invalid-section",
      () => t('"blocks" must be an object: { "Name": { "inputs": ["input"], … }, … }.'),
      placeOf(section.value),
    );
    return { blocks, blockNames, deferred };
  }
  const members = withoutDuplicates(membersOf(section.value), report).filter(({ key, keyPlace }) => {
    const wrong = wrongName(key);
    if (wrong === undefined) return blockNames.add(key);
    report("invalid-block", () => wrong, keyPlace, { block: key });
    return false;
  });
  let nodes = 0;
  for (const member of members) {
    const block = readBlock(member, blockNames, deferred, report);
    if (!block) continue;
    nodes += block.nodes.size;
    if (nodes > documentLimits.nodes) {
      report(
        "too-many-nodes",
        () =>
          t(
            "The blocks have more than {0} nodes, which is the most that Netloom reads.",
            documentLimits.nodes,
          ),
        member.keyPlace,
        { block: member.key },
      );
      break;
    }
    blocks.set(block.name, block);
  }
  return { blocks, blockNames, deferred };
}

/** Why a text cannot be a block's name; undefined if it can. */
export function wrongName(name: string): string | undefined {
  if (layers.has(name)) return t('"{0}" is the name of a layer. Give the block another name.', name);
  return wrongId(name);
}

/** Why a text cannot be the name of a block's parameter; undefined if it can. */
export function wrongParameter(name: string): string | undefined {
  if (name === repetition || nodeKeys.includes(name))
    return t('"{0}" has a meaning of its own and cannot name a parameter.', name);
  if (idPattern.test(name) && name.length <= documentLimits.name && !(name in Object.prototype))
    return undefined;
  return t(
    '"{0}" cannot name a parameter: begin with a letter or _, then use letters, digits and _ only.',
    shorten(name),
  );
}

function readBlock(
  { key: name, keyPlace, value }: Member,
  blockNames: ReadonlySet<string>,
  deferred: Deferred[],
  report: Report,
): Block | undefined {
  const subject = { block: name };
  if (value.type !== "object") {
    report(
      "invalid-block",
      () =>
        t(
          'A block must be an object such as { "inputs": ["input"], "outputs": ["output"], "nodes": { … }, … }, not {0}.',
          show(getNodeValue(value)),
        ),
      placeOf(value),
      subject,
    );
    return undefined;
  }
  const members = withoutDuplicates(membersOf(value), report, subject);
  const known: readonly string[] = blockKeys;
  for (const { key, keyPlace: place } of members)
    if (!known.includes(key)) report("unknown-key", () => unknownKey(key, known), place, subject);
  const sections = new Map(members.map((member) => [member.key, member]));
  const section = (key: (typeof blockKeys)[number]) => sections.get(key);
  const parameters = readParameters(section("parameters"), name, report);
  const inputs = readPorts(section("inputs"), name, true, report);
  const outputs = readPorts(section("outputs"), name, false, report);
  const ports = new Set([...inputs, ...outputs].map((port) => port.name));
  const scope = readScope(section, keyPlace, { blockNames, block: name, ports, deferred }, report);
  for (const { id, places } of scope.nodes.values())
    if (ports.has(id))
      report(
        "duplicate-name",
        () => t('"{0}" is the name of a node and of a port of the block. Rename one of them.', id),
        places.id,
        { block: name, member: id },
      );
  return {
    ...scope,
    name,
    parameters: recordOf(parameters),
    inputs,
    outputs,
    places: {
      ...scope.places,
      name: keyPlace,
      parameters: Object.fromEntries(parameters.map((member) => [member.key, member.keyPlace])),
    },
  };
}

function readParameters(section: Member | undefined, block: string, report: Report): Member[] {
  if (!section) return [];
  if (section.value.type !== "object") {
    report(
      "invalid-section",
      () => t('"parameters" must be an object of names with their defaults: { "channels": 64, … }.'),
      placeOf(section.value),
      { block },
    );
    return [];
  }
  return withoutDuplicates(membersOf(section.value), report, { block }).filter(({ key, keyPlace }) => {
    const wrong = wrongParameter(key);
    if (wrong === undefined) return true;
    report("invalid-parameter", () => wrong, keyPlace, { block });
    return false;
  });
}

function readPorts(
  section: Member | undefined,
  block: string,
  mayBeOptional: boolean,
  report: Report,
): BlockPort[] {
  if (!section) return [];
  const fault = (message: () => string, node: JsonNode) => {
    report("invalid-port", message, placeOf(node), { block });
  };
  if (section.value.type !== "array") {
    fault(
      () => t('"{0}" must be a list of names: ["{1}"].', section.key, section.key.slice(0, -1)),
      section.value,
    );
    return [];
  }
  const seen = new Set<string>();
  return (section.value.children ?? []).flatMap((node) => {
    const port = readPort(node, mayBeOptional);
    if (!port) {
      fault(
        () =>
          mayBeOptional
            ? t(
                'An input must be a name or { "name": "mask", "optional": true }, not {0}.',
                show(getNodeValue(node)),
              )
            : t("An output must be a name, not {0}.", show(getNodeValue(node))),
        node,
      );
      return [];
    }
    if (seen.has(port.name)) {
      fault(() => t('"{0}" is a duplicate. Remove one of them.', port.name), node);
      return [];
    }
    seen.add(port.name);
    return [port];
  });
}

function readPort(node: JsonNode, mayBeOptional: boolean): BlockPort | undefined {
  const value: unknown = getNodeValue(node);
  const place = placeOf(node);
  if (typeof value === "string")
    return isPortName(value) ? { name: value, optional: false, place } : undefined;
  if (!mayBeOptional || typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const { name, optional = false, ...others } = value as Record<string, unknown>;
  const isRight =
    typeof name === "string" &&
    isPortName(name) &&
    typeof optional === "boolean" &&
    Object.keys(others).length === 0;
  return isRight ? { name, optional, place } : undefined;
}

function isPortName(name: string): boolean {
  return idPattern.test(name) && name.length <= documentLimits.name && !(name in Object.prototype);
}
