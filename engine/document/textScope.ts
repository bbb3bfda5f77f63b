import { t } from "@vscode/l10n";
import type { BlockPort, EdgeEnd, Graph, GraphNode, Scope } from "../graph/graph";
import type { blockKeys, DocumentKey } from "../graph/schema";
import type { TextEdit } from "./edit";
import type { JsonNode, Member } from "./json";
import { membersOf } from "./json";
import type { Item } from "./rebuild";
import { Refusal } from "./Refusal";
import { writeLines, type Layout } from "./writeJson";

/** The keys of a document and of a block. */
export type SectionKey = DocumentKey | (typeof blockKeys)[number];

const lists: ReadonlySet<SectionKey> = new Set<SectionKey>(["edges", "inputs", "outputs"]);

/** What a TextScope needs to know about its document. */
interface Surroundings {
  readonly graph: Graph;
  readonly layout: Layout;
  readonly rebuild: (container: JsonNode, items: readonly Item[]) => TextEdit[];
}

/** The text of a document itself, or of one of its blocks. */
export class TextScope {
  constructor(
    private readonly document: Surroundings,
    readonly scope: Scope,
    private readonly object: JsonNode,
    /** Its sections, in the format's order. */
    private readonly keys: readonly SectionKey[],
    /** How deep its sections are indented. */
    private readonly level: number,
    readonly ports: { readonly inputs: readonly BlockPort[]; readonly outputs: readonly BlockPort[] },
    readonly block?: string,
  ) {}

  get graph(): Graph {
    return this.document.graph;
  }

  section(key: SectionKey): Member | undefined {
    const found = membersOf(this.object).find((member) => member.key === key);
    const wanted = lists.has(key) ? "array" : "object";
    if (found && found.value.type !== wanted)
      throw new Refusal(t('"{0}" in the document\'s text is not what it should be. Fix it first.', key));
    return found;
  }

  node(id: string): { readonly node: GraphNode; readonly member: Member } {
    const node = this.scope.nodes.get(id);
    const member = membersOf(this.section("nodes")?.value).find(({ key }) => key === id);
    if (!node || !member) throw new Refusal(t('There is no node "{0}".', id));
    return { node, member };
  }

  /** The names that a new node may not have. */
  taken(): Set<string> {
    const ports = [...this.ports.inputs, ...this.ports.outputs].map(({ name }) => name);
    return new Set([...this.scope.nodes.keys(), ...ports]);
  }

  /** Whether a wire can begin or end at something with this name, besides nodes: a port of the block. */
  isPort({ node, port }: Pick<EdgeEnd, "node" | "port">, side: "from" | "to"): boolean {
    const ports = side === "from" ? this.ports.inputs : this.ports.outputs;
    return port === undefined && ports.some(({ name }) => name === node);
  }

  /** Appends items to sections, each on its own line; missing sections are created, in the format's order. */
  append(sections: Partial<Record<SectionKey, readonly string[]>>): TextEdit[] {
    const edits: TextEdit[] = [];
    const keyOf = new Map<unknown, string>(
      membersOf(this.object).map(({ key, property }) => [property, key]),
    );
    const items: Item[] = [...(this.object.children ?? [])];
    const rank = (key: string | undefined) => this.keys.findIndex((known) => known === key);
    const { layout } = this.document;
    let created = 0;
    for (const key of this.keys) {
      const added = sections[key] ?? [];
      if (added.length === 0) continue;
      const section = this.section(key);
      if (section) {
        edits.push(...this.rebuild(section.value, [...(section.value.children ?? []), ...added]));
        continue;
      }
      const brackets = lists.has(key) ? "[]" : "{}";
      const lines = writeLines(brackets, added, layout.unit.repeat(this.level), layout);
      const before = items.findLastIndex((item) =>
        typeof item === "string" ? true : rank(keyOf.get(item)) >= 0 && rank(keyOf.get(item)) < rank(key),
      );
      items.splice(before + 1, 0, `"${key}": ${lines}`);
      created++;
    }
    return created > 0 ? [...edits, ...this.rebuild(this.object, items)] : edits;
  }

  rebuild(container: JsonNode, items: readonly Item[]): TextEdit[] {
    return this.document.rebuild(container, items);
  }
}
