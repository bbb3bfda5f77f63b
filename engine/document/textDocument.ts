import { t } from "@vscode/l10n";
import { blockKeys, documentKeys } from "../graph/schema";
import type { Graph } from "../graph/graph";
import type { TextEdit } from "./edit";
import type { JsonNode } from "./json";
import { membersOf, readJson } from "./json";
import { parse } from "./parse";
import type { Item } from "./rebuild";
import { rebuild } from "./rebuild";
import { Refusal } from "./Refusal";
import { TextScope } from "./textScope";
import type { Layout } from "./writeJson";
import { layoutOf } from "./writeJson";

/** A valid document's text, its tree and its graph; throws a Refusal for any other text. */
export class TextDocument {
  readonly root: JsonNode;
  readonly graph: Graph;
  readonly layout: Layout;
  /** The document's own nodes and sections. */
  readonly own: TextScope;

  constructor(readonly text: string) {
    const { root } = readJson(text);
    const { graph } = parse(text);
    if (root?.type !== "object" || !graph)
      throw new Refusal(t("The document's text is not valid. Fix it first; the Problems panel shows where."));
    this.root = root;
    this.graph = graph;
    this.layout = layoutOf(text);
    this.own = new TextScope(this, graph, root, documentKeys, 1, { inputs: [], outputs: [] });
  }

  /** The text of a block, or of the document itself if there is no name. */
  scope(block: string | undefined): TextScope {
    if (block === undefined) return this.own;
    const { scope, member } = this.block(block);
    return new TextScope(this, scope, member.value, blockKeys, 3, scope, block);
  }

  private block(name: string) {
    const scope = this.graph.blocks.get(name);
    const member = membersOf(this.own.section("blocks")?.value).find(({ key }) => key === name);
    if (!scope || !member) throw new Refusal(t('There is no block "{0}".', name));
    return { scope, member };
  }

  rebuild(container: JsonNode, items: readonly Item[]): TextEdit[] {
    return rebuild(this.text, container, items, this.layout);
  }
}
