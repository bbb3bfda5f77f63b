import { t } from "@vscode/l10n";
import type { TextEdit } from "./edit";
import type { Graph, GraphNode } from "../graph/graph";
import type { JsonNode, Member } from "./json";
import { membersOf, readJson } from "./json";
import { parse } from "./parse";
import type { Item } from "./rebuild";
import { rebuild } from "./rebuild";
import type { DocumentKey } from "../graph/schema";
import { documentKeys } from "../graph/schema";
import { Refusal } from "./Refusal";
import type { Layout } from "./writeJson";
import { layoutOf, writeLines } from "./writeJson";

/** A valid document's text, its tree and its graph; throws a Refusal for any other text. */
export class TextDocument {
  readonly root: JsonNode;
  readonly graph: Graph;
  readonly layout: Layout;

  constructor(readonly text: string) {
    const { root } = readJson(text);
    const { graph } = parse(text);
    if (root?.type !== "object" || !graph)
      throw new Refusal(t("The document's text is not valid. Fix it first; the Problems panel shows where."));
    this.root = root;
    this.graph = graph;
    this.layout = layoutOf(text);
  }

  section(key: DocumentKey): Member | undefined {
    const found = membersOf(this.root).find((member) => member.key === key);
    const wanted = key === "edges" ? "array" : "object";
    if (found && found.value.type !== wanted)
      throw new Refusal(t('"{0}" in the document\'s text is not what it should be. Fix it first.', key));
    return found;
  }

  node(id: string): { readonly node: GraphNode; readonly member: Member } {
    const node = this.graph.nodes.get(id);
    const member = membersOf(this.section("nodes")?.value).find(({ key }) => key === id);
    if (!node || !member) throw new Refusal(t('There is no node "{0}".', id));
    return { node, member };
  }

  /** Appends items to sections, each on its own line; missing sections are created, in the format's order. */
  append(sections: Partial<Record<DocumentKey, readonly string[]>>): TextEdit[] {
    const edits: TextEdit[] = [];
    const keyOf = new Map(membersOf(this.root).map(({ key, property }) => [property, key]));
    const root: Item[] = [...(this.root.children ?? [])];
    const rank = (key: string | undefined) => documentKeys.findIndex((known) => known === key);
    let created = 0;
    for (const key of documentKeys) {
      const items = sections[key] ?? [];
      if (items.length === 0) continue;
      const section = this.section(key);
      if (section) {
        edits.push(...this.rebuild(section.value, [...(section.value.children ?? []), ...items]));
        continue;
      }
      const brackets = key === "edges" ? "[]" : "{}";
      const lines = writeLines(brackets, items, this.layout.unit, this.layout);
      const before = root.findLastIndex((item) =>
        typeof item === "string" ? true : rank(keyOf.get(item)) >= 0 && rank(keyOf.get(item)) < rank(key),
      );
      root.splice(before + 1, 0, `"${key}": ${lines}`);
      created++;
    }
    return created > 0 ? [...edits, ...this.rebuild(this.root, root)] : edits;
  }

  rebuild(container: JsonNode, items: readonly Item[]): TextEdit[] {
    return rebuild(this.text, container, items, this.layout);
  }
}
