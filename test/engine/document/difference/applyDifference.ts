import { dataOfGraph, type ScopeData } from "../../../../engine/document/documentData";
import type {
  ModelDifference,
  ScopeDifference,
  ValueChange,
} from "../../../../engine/document/difference/ModelDifference";
import { wiresByInput } from "../../../../engine/document/difference/wiresByInput";
import { editGraph } from "../../../../engine/document/editGraph";
import type { Graph } from "../../../../engine/graph/graph";

type Json = Record<string, unknown>;

/** What a document says, in a form in which orders that mean nothing do not count. */
export function contentOf(graph: Graph) {
  const data = dataOfGraph(graph);
  const scope = ({ nodes, layout }: ScopeData, block: string | undefined) => ({
    nodes: structuredClone(nodes) as Record<string, Json>,
    layout: structuredClone(layout) as Json,
    wires: Object.fromEntries(wiresByInput(graph, block)) as Record<string, readonly string[]>,
  });
  return {
    ...scope(data, undefined),
    blocks: Object.fromEntries(
      Object.entries(data.blocks).map(([name, block]) => {
        const { inputs, outputs } = block;
        const parameters = structuredClone(block.parameters) as Json;
        return [name, { ...scope(block, name), parameters, inputs, outputs }];
      }),
    ),
    training: structuredClone(data.training) as Json,
    objectives: Object.keys((data.training.objectives as object | undefined) ?? {}),
  };
}

type Content = ReturnType<typeof contentOf>;

/** The content of the other document, made of the first one and what differs. */
export function applyDifference(before: Graph, difference: ModelDifference, after: Graph): Content {
  const renamed = difference.renamed.reduce((graph, { block, from, to }) => {
    const place = block === undefined ? {} : { block };
    return editGraph(graph, { kind: "rename", node: from, to, ...place })!;
  }, before);
  const content = contentOf(renamed);
  change(content, difference);
  for (const name of Object.keys(difference.blocks.removed)) Reflect.deleteProperty(content.blocks, name);
  for (const [name, block] of Object.entries(difference.blocks.changed)) {
    const made = content.blocks[name]!;
    change(made, block);
    setAll(made.parameters, block.parameters);
    if (block.inputs) made.inputs = block.inputs.after;
    if (block.outputs) made.outputs = block.outputs.after;
  }
  // Those that are new have all of their content with them, but their wires are texts.
  const target = contentOf(after);
  for (const [name, block] of Object.entries(difference.blocks.added)) {
    const { nodes, layout, parameters, inputs, outputs } = block;
    const made = { nodes, layout, parameters, inputs, outputs } as unknown as Content["blocks"][string];
    content.blocks[name] = { ...made, wires: target.blocks[name]!.wires };
  }
  setAll(content.training, difference.training);
  if (difference.objectives) content.objectives = [...difference.objectives.after];
  return content;
}

function change(
  scope: Pick<Content, "nodes" | "layout" | "wires">,
  { added, removed, changed, wires, layout }: ScopeDifference,
): void {
  for (const id of Object.keys(removed)) Reflect.deleteProperty(scope.nodes, id);
  Object.assign(scope.nodes, structuredClone(added));
  for (const [id, changes] of Object.entries(changed)) setAll(scope.nodes[id]!, changes);
  for (const { to, after } of wires)
    if (after.length === 0) Reflect.deleteProperty(scope.wires, to);
    else scope.wires[to] = after;
  setAll(scope.layout, layout);
}

function setAll(object: Json, changes: readonly ValueChange[]): void {
  for (const { path, after } of changes) {
    const [last, ...way] = [...path].reverse();
    let inner = object;
    for (const name of way.reverse()) inner = inner[name] as Json;
    if (after === undefined) Reflect.deleteProperty(inner, last!);
    else inner[last!] = after;
  }
}
