import { t } from "@vscode/l10n";
import { blockKeys, documentKeys } from "../graph/schema";
import type { BlockData, DocumentData } from "./documentData";
import type { TextEdit } from "./edit";
import type { Members } from "./editedMembers";
import { membersOf, type JsonNode, type Member } from "./json";
import { rebuild, type Item } from "./rebuild";
import { Refusal } from "./Refusal";
import { layoutOf, writeLines, writeMember, writeValue, type Layout } from "./writeJson";

/** The edits of a text that turn its data, `before`, into others: what stays the same is not touched. */
export function rewrite(text: string, root: JsonNode, before: DocumentData, after: DocumentData): TextEdit[] {
  return new Rewriter(text, layoutOf(text)).sections(root, before, after, documentKeys, 1);
}

/** The edits of a text that turn its section `training` into another one. */
export function rewriteTraining(
  text: string,
  section: JsonNode,
  before: Members,
  after: Members,
): TextEdit[] {
  return new Rewriter(text, layoutOf(text)).value(section, before, after);
}

type Json = Readonly<Record<string, unknown>>;

/** The sections whose members have lines of their own. */
const spread: readonly string[] = ["blocks", "nodes", "edges", "layout"];

class Rewriter {
  constructor(
    private readonly text: string,
    private readonly layout: Layout,
  ) {}

  /** The edits of a document or block; sections that are empty and not in the text are not written. */
  sections(
    object: JsonNode,
    before: DocumentData | BlockData,
    after: DocumentData | BlockData,
    keys: readonly string[],
    level: number,
  ): TextEdit[] {
    const written = new Map(membersOf(object).map((member) => [member.key, member]));
    const keyOf = new Map<unknown, string>([...written].map(([key, { property }]) => [property, key]));
    const items: Item[] = [...(object.children ?? [])];
    const edits: TextEdit[] = [];
    let created = 0;
    for (const key of keys) {
      const [old, now] = [valueAt(before, key), valueAt(after, key)];
      if (isSame(old, now)) continue;
      const member = written.get(key);
      if (!member) {
        const rank = (other: string | undefined) => (other === undefined ? -1 : keys.indexOf(other));
        const place = items.findLastIndex(
          (item) =>
            typeof item === "string" ||
            (rank(keyOf.get(item)) >= 0 && rank(keyOf.get(item)) < keys.indexOf(key)),
        );
        items.splice(place + 1, 0, this.section(key, now, level));
        created++;
      } else if (key === "blocks" && Object.keys(now as Json).length === 0) {
        items.splice(items.indexOf(member.property), 1);
        created++;
      } else if (key === "blocks") edits.push(...this.object(member.value, old as Json, now as Json, level));
      else edits.push(...this.value(member.value, old, now));
    }
    return created > 0 ? [...edits, ...rebuild(this.text, object, items, this.layout)] : edits;
  }

  value(node: JsonNode, before: unknown, after: unknown): TextEdit[] {
    if (isSame(before, after)) return [];
    if (node.type === "object" && isObject(before) && isObject(after))
      return this.object(node, before, after);
    if (node.type === "array" && Array.isArray(before) && Array.isArray(after))
      return this.list(node, before, after);
    return [{ offset: node.offset, length: node.length, text: json(writeValue(after)) }];
  }

  /** `blocksLevel` is given for the section `blocks`: how deep it is indented. */
  private object(node: JsonNode, before: Json, after: Json, blocksLevel?: number): TextEdit[] {
    const members = membersOf(node);
    const edits: TextEdit[] = [];
    const keys = Object.keys(after);
    const byKey = new Map(members.map((member, index) => [member.key, { member, index }]));
    let last = -1;
    const items = keys.map((key, position): Item => {
      const other = members[position];
      const isRenamed =
        other &&
        keys.length === members.length &&
        !Object.hasOwn(before, key) &&
        !Object.hasOwn(after, other.key) &&
        isSame(before[other.key], after[key]);
      const found = isRenamed ? { member: other, index: position } : byKey.get(key);
      if (!found)
        return blocksLevel === undefined
          ? json(writeMember(key, after[key]))
          : this.block(key, after[key] as BlockData, blocksLevel + 1);
      const { member, index } = found;
      if (index <= last) return this.moved(member, before, after);
      last = index;
      if (isRenamed) edits.push({ ...member.keyPlace, text: JSON.stringify(key) });
      else if (blocksLevel === undefined) edits.push(...this.value(member.value, before[key], after[key]));
      else {
        const [old, now] = [before[key] as BlockData, after[key] as BlockData];
        edits.push(...this.sections(member.value, old, now, blockKeys, blocksLevel + 2));
      }
      return member.property;
    });
    return [...edits, ...this.children(node, items)];
  }

  /** A member that comes before others that it came after. */
  private moved({ key, property }: Member, before: Json, after: Json): string {
    if (!isSame(before[key], after[key])) return json(writeMember(key, after[key]));
    return this.text.slice(property.offset, property.offset + property.length);
  }

  private list(node: JsonNode, before: readonly unknown[], after: readonly unknown[]): TextEdit[] {
    const children = node.children ?? [];
    if (before.length === after.length)
      return children.flatMap((child, index) => this.value(child, before[index], after[index]));
    const places = new Map<string, number[]>();
    for (const [index, item] of before.entries()) {
      const key = JSON.stringify(item);
      const known = places.get(key);
      if (known) known.push(index);
      else places.set(key, [index]);
    }
    let last = -1;
    const items = after.map((item): Item => {
      const index = places.get(JSON.stringify(item))?.shift();
      const child = index === undefined ? undefined : children[index];
      if (child && index !== undefined && index > last) {
        last = index;
        return child;
      }
      return json(writeValue(item));
    });
    return this.children(node, items);
  }

  /** Like `rebuild`, but new children take the places of those that are gone, as far as there are any. */
  private children(node: JsonNode, items: readonly Item[]): TextEdit[] {
    const position = new Map((node.children ?? []).map((child, index) => [child, index]));
    /** For each item, the place of the first child at or behind it that stays. */
    const limits: number[] = [];
    let limit = Infinity;
    for (let i = items.length - 1; i >= 0; i--) {
      const item = items[i];
      if (typeof item === "object") limit = position.get(item) ?? limit;
      limits[i] = limit;
    }
    const edits: TextEdit[] = [];
    const placed: Item[] = [];
    let next = 0;
    for (const [i, item] of items.entries()) {
      if (typeof item !== "string") {
        next = (position.get(item) ?? next) + 1;
        placed.push(item);
        continue;
      }
      const gone = node.children?.[next];
      if (!gone || next >= (limits[i] ?? 0)) {
        placed.push(item);
        continue;
      }
      edits.push({ offset: gone.offset, length: gone.length, text: item });
      placed.push(gone);
      next++;
    }
    return [...edits, ...rebuild(this.text, node, placed, this.layout)];
  }

  private section(key: string, value: unknown, level: number): string {
    const indent = this.layout.unit.repeat(level);
    if (!spread.includes(key)) return json(writeMember(key, value));
    const items = Array.isArray(value)
      ? value.map((item) => json(writeValue(item)))
      : Object.entries(value as Json).map(([name, inner]) =>
          key === "blocks" ? this.block(name, inner as BlockData, level + 1) : json(writeMember(name, inner)),
        );
    const brackets = Array.isArray(value) ? "[]" : "{}";
    return `"${key}": ${writeLines(brackets, items, indent, this.layout)}`;
  }

  private block(name: string, block: BlockData, level: number): string {
    const sections = blockKeys
      .filter((key) => !isSame(block[key], {}))
      .map((key) => this.section(key, block[key], level + 1));
    const lines = writeLines("{}", sections, this.layout.unit.repeat(level), this.layout);
    return `${JSON.stringify(name)}: ${lines}`;
  }
}

function valueAt(data: DocumentData | BlockData, key: string): unknown {
  return (data as unknown as Json)[key];
}

function isSame(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function json(written: string | undefined): string {
  if (written === undefined)
    throw new Refusal(t("Only numbers, strings, true, false and lists of these can be written."));
  return written;
}
