import { documentLimits } from "../../graph/documentLimits";
import type { Graph } from "../../graph/graph";
import { infer } from "../../graph/infer";
import { pageOf, type Page } from "../../graph/page";
import type { TypedGraph, TypedNode } from "../../graph/typedGraph";
import { membersOf, type JsonNode, type Member } from "../json";
import { buildTree } from "../jsonTree";
import { readGraph } from "../readGraph";

/** A document while it is being typed: what can be read of a text that may not be JSON yet. */
export class Draft {
  readonly graph: Graph;
  private readonly root: JsonNode | undefined;
  private inferred: TypedGraph | undefined;

  constructor(text: string) {
    this.root = buildTree(text, documentLimits.depth).root;
    this.graph = readGraph(this.root, text.length, () => undefined);
  }

  /** Only what needs shapes asks for it, since inferring them takes longer than parsing. */
  get typed(): TypedGraph {
    return (this.inferred ??= infer(this.graph));
  }

  /** The nodes of the expanded graph, in the document's order. */
  get nodes(): TypedNode[] {
    const { flat, nodes } = this.typed;
    return [...flat.nodes.keys()].flatMap((path) => nodes.get(path) ?? []);
  }

  /** The document's own page, or that of a block. */
  page(block: string | undefined): Page {
    return pageOf(this.typed, { path: "", block });
  }

  /** The members of the object at a path. */
  membersAt(path: readonly (string | number)[]): readonly Member[] {
    return membersOf(this.at(path));
  }

  /** The strings in the list at a path, with their offsets. */
  stringsAt(path: readonly (string | number)[]): { readonly text: string; readonly offset: number }[] {
    return (this.at(path)?.children ?? []).flatMap(({ value, offset }) => {
      const text: unknown = value;
      return typeof text === "string" ? [{ text, offset }] : [];
    });
  }

  private at(path: readonly (string | number)[]): JsonNode | undefined {
    let found = this.root;
    for (const step of path)
      found =
        typeof step === "number"
          ? found?.children?.[step]
          : membersOf(found).find(({ key }) => key === step)?.value;
    return found;
  }
}
