import { layers } from "../layers";
import type { Category } from "../layers/layer";
import { showShape, type GraphType } from "../tensor/graphType";
import type { NodePath } from "../tensor/path";
import type { Block, GraphNode, Scope } from "./graph";
import { topologicalOrder } from "./order";
import { copiesOf, typeAt } from "./page";
import { pageProblems } from "./pageProblems";
import type { Problem, TextRange } from "./problem";
import type { TypedGraph } from "./typedGraph";

/** A row of the outline: a node, or the definition of a block. */
export interface OutlineItem {
  readonly id: OutlineId;
  readonly name: string;
  /** The layer or block of a node, with how often it is repeated as it is written. */
  readonly type: string;
  readonly repeat: string | undefined;
  /** `definition` is that of a block, `block` an instance. */
  readonly category: Category | "block" | "definition" | "unknown";
  /** The shapes of its outputs, as far as they are known: those of the last repetition. */
  readonly shapes: readonly string[];
  /** Whether there are nodes in it. */
  readonly isParent: boolean;
  /** Its own problems and those of what is in it. */
  readonly problems: readonly Pick<Problem, "severity" | "message">[];
  /** What to select on the canvas: a path or, of a definition, ids on the page of its block. */
  readonly nodes: readonly string[];
  readonly block?: string;
  /** The node's entry in the text. */
  readonly range: TextRange;
}

/**
 * The path of a node, of a repeated instance its first repetition; `:Block` for the definition of a block, and
 * `:Block/conv` for a node there.
 */
export type OutlineId = string;

/** A scope as the outline shows it. */
interface Shown {
  readonly scope: Scope;
  readonly block: Block | undefined;
  /** The path of the instance whose shapes are shown; empty for the document, undefined if there is none. */
  readonly path: NodePath | undefined;
  /** What is before the ids of its nodes. */
  readonly prefix: string;
  /** The blocks that it is in, itself included. */
  readonly within: readonly string[];
}

const definition = ":";

/** The nodes of a model in the order of the data, each once they are asked for. */
export class Outline {
  /** An instance of each block. */
  private instances: ReadonlyMap<string, NodePath> | undefined;
  private readonly known = new Map<OutlineId | undefined, readonly OutlineItem[]>();
  private readonly items = new Map<OutlineId, OutlineItem>();

  constructor(
    private readonly typed: TypedGraph,
    private readonly problems: readonly Problem[],
  ) {}

  /** What is in an item; without one, the document's own nodes and then the blocks. */
  children(id?: OutlineId): readonly OutlineItem[] {
    const known = this.known.get(id);
    if (known) return known;
    const found = this.find(id);
    this.known.set(id, found);
    for (const item of found) this.items.set(item.id, item);
    return found;
  }

  /** The item that one is in. */
  parent(id: OutlineId): OutlineId | undefined {
    const around = id.slice(0, Math.max(0, id.lastIndexOf("/"))).replace(/\/\d+$/, "");
    return around === "" ? undefined : around;
  }

  item(id: OutlineId): OutlineItem | undefined {
    this.children(this.parent(id));
    return this.items.get(id);
  }

  /** The item of a path that may be of any repetition; undefined if there is no such node. */
  idOf(path: NodePath): OutlineId | undefined {
    const id = path.replaceAll(/\/\d+/g, "/0");
    return this.item(id) && id;
  }

  /** The node whose entry is at an offset of the text: in a block, the one of its definition. */
  at(offset: number): OutlineId | undefined {
    const has = ({ range }: OutlineItem) => offset >= range.offset && offset <= range.offset + range.length;
    const blocks = [...this.typed.graph.blocks.keys()].map((name) => definition + name);
    for (const parent of [undefined, ...blocks]) {
      const found = this.children(parent).find((item) => item.category !== "definition" && has(item));
      if (found) return found.id;
    }
    return undefined;
  }

  private find(id: OutlineId | undefined): readonly OutlineItem[] {
    const shown = this.shown(id);
    if (!shown) return [];
    const { scope, block, path } = shown;
    const problems = pageProblems({ typed: this.typed, scope, block, path: path ?? "" }, this.problems);
    const items = ordered(scope).map((node) => this.node(shown, node, problems.get(node.id) ?? []));
    return id === undefined ? [...items, ...this.definitions()] : items;
  }

  /** The scope inside an item; undefined if there is none, or if it is a block inside itself. */
  private shown(id: OutlineId | undefined): Shown | undefined {
    const { graph } = this.typed;
    if (id === undefined) return { scope: graph, block: undefined, path: "", prefix: "", within: [] };
    if (id.startsWith(definition) && !id.includes("/")) {
      const block = graph.blocks.get(id.slice(definition.length));
      const path = block && this.instanceOf(block.name);
      return block && { scope: block, block, path, prefix: `${id}/`, within: [block.name] };
    }
    const around = this.shown(this.parent(id));
    const node = around?.scope.nodes.get(id.slice(id.lastIndexOf("/") + 1));
    const block = graph.blocks.get(node?.type ?? "");
    // A definition is not unfolded in another one.
    if (!around || !node || !block || around.within.includes(block.name) || id.startsWith(definition))
      return undefined;
    const path = node.repeat === undefined ? id : `${id}/0`;
    return { scope: block, block, path, prefix: `${path}/`, within: [...around.within, block.name] };
  }

  private node({ prefix, path, block, within }: Shown, node: GraphNode, problems: OutlineItem["problems"]) {
    const { type, repeat, places } = node;
    const id = prefix + node.id;
    const inner = this.typed.graph.blocks.get(type);
    const isDefined = id.startsWith(definition);
    const range = {
      offset: places.id.offset,
      length: places.node.offset + places.node.length - places.id.offset,
    };
    return {
      id,
      name: node.id,
      type,
      repeat: typeof repeat === "number" || typeof repeat === "string" ? String(repeat) : undefined,
      category: inner ? ("block" as const) : (layers.get(type)?.category ?? ("unknown" as const)),
      shapes: path === undefined ? [] : this.shapesOf(node, joined(path, node.id)),
      isParent: inner !== undefined && inner.nodes.size > 0 && !isDefined && !within.includes(inner.name),
      problems,
      nodes: [isDefined ? node.id : id],
      ...(isDefined && { block: block?.name }),
      range,
    };
  }

  /** The shapes of the outputs of a node, or of the last of its repetitions. */
  private shapesOf(node: GraphNode, path: NodePath): string[] {
    const { nodes, flat, instances } = this.typed;
    const instance = instances.get(copiesOf(instances, path, node).at(-1) ?? "");
    const types: readonly (GraphType | undefined)[] = instance
      ? Object.values(instance.outputs).map((end) => typeAt(this.typed, end))
      : Object.values(nodes.get(copiesOf(flat.nodes, path, node).at(-1) ?? "")?.outputs ?? {});
    return types.flatMap((type) => (type ? [showShape(type)] : []));
  }

  private definitions(): OutlineItem[] {
    return [...this.typed.graph.blocks.values()].map(({ name, nodes, places, inputs, outputs }) => {
      const own = this.problems.filter(({ block }) => block === name);
      const ports = [inputs, outputs].map((some) => some.map((port) => port.name).join(", "));
      return {
        id: definition + name,
        name,
        type: ports.join(" → "),
        repeat: undefined,
        category: "definition" as const,
        shapes: [],
        isParent: nodes.size > 0,
        problems: own,
        nodes: [],
        block: name,
        range: places.name,
      };
    });
  }

  private instanceOf(block: string): NodePath | undefined {
    if (!this.instances) {
      const first = new Map<string, NodePath>();
      for (const [path, instance] of this.typed.instances)
        if (!first.has(instance.block)) first.set(instance.block, path);
      this.instances = first;
    }
    return this.instances.get(block);
  }
}

function joined(path: NodePath, id: string): NodePath {
  return path === "" ? id : `${path}/${id}`;
}

/** A scope's nodes, each after those that its wires come from; those of a cycle in the order of the text, after the rest. */
function ordered({ nodes, edges }: Scope): GraphNode[] {
  const sources = new Map([...nodes.keys()].map((id): [string, string[]] => [id, []]));
  for (const { from, to } of edges) if (nodes.has(from.node)) sources.get(to.node)?.push(from.node);
  const { order } = topologicalOrder([...nodes.keys()], (id) => sources.get(id) ?? []);
  return order.flatMap((id) => nodes.get(id) ?? []);
}
