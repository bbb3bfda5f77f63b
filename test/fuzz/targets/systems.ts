import { applyEdit } from "../../../engine/document/applyEdit";
import { parse } from "../../../engine/document/parse";
import { applyTextEdits } from "../../../engine/document/textEdits";
import type { GraphEdit } from "../../../engine/document/edit";
import { editGraph } from "../../../engine/document/editGraph";
import type { Graph } from "../../../engine/graph/graph";
import { meaning } from "../../engine/document/meaning";
import { bitsOf } from "../../engine/document/bitsOf";
import { drawSystem } from "../../engine/randomGraphs/drawSystem";
import { expectFault } from "../../engine/randomGraphs/expectFault";
import { faults } from "../../engine/randomGraphs/faults";
import type { Random } from "../../engine/randomGraphs/Random";
import type { FuzzTarget } from "../FuzzTarget";
import { mutateJson, mutateText } from "../mutate";
import { checkDocument } from "./documents";

/** Documents with blocks, shared weights and objectives: good ones, and ones made wrong on purpose or at random. */
export const systems: FuzzTarget = {
  name: "systems",
  attempt: (random) => {
    const system = drawSystem(random);
    const indent = random.one([0, 2]);
    const kind = random.below(4);
    if (kind === 0) {
      const text = JSON.stringify(system, null, indent);
      checkDocument(text);
      unwrapOne(text, random);
      editAndBack(text, random);
      return;
    }
    const faulty = random.one(Object.values(faults))(system, random);
    if (kind === 1 && faulty) {
      expectFault(faulty, indent);
      return;
    }
    const text = JSON.stringify(
      mutateJson(random.chance(0.5) ? system : (faulty?.system ?? system), random),
      null,
      indent,
    );
    checkDocument(random.chance(0.2) ? mutateText(text, random) : text);
  },
};

/** Makes a random edit and the one that takes it back: the text and the graph change alike, and in the end not at all. */
function editAndBack(text: string, random: Random): void {
  const [edit, inverse] = drawInvertible(graphOf(text), random);
  const next = edited(text, edit);
  const back = edited(next, inverse);
  if (meaningOf(back) !== meaningOf(text))
    throw new Error(`${JSON.stringify([edit, inverse])} is not the same in the end:\n${text}\n${back}`);
}

function edited(text: string, edit: GraphEdit): string {
  const applied = applyEdit(text, edit);
  if ("refused" in applied) throw new Error(`${JSON.stringify(edit)}: ${applied.refused}\n${text}`);
  const next = applyTextEdits(text, applied.edits);
  if (JSON.stringify(meaning(editGraph(graphOf(text), edit))) !== meaningOf(next))
    throw new Error(`${JSON.stringify(edit)} changes the text and the graph differently:\n${text}\n${next}`);
  return next;
}

function meaningOf(text: string): string {
  return JSON.stringify(meaning(graphOf(text)));
}

function graphOf(text: string): Graph {
  const { graph } = parse(text);
  if (!graph) throw new Error(`cannot be parsed: ${text}`);
  return graph;
}

/** An edit of a good document, and the one that takes it back. */
function drawInvertible(graph: Graph, random: Random): readonly [GraphEdit, GraphEdit] {
  const block = random.one([...graph.blocks.values()]);
  const scope = random.chance(0.5) ? block : graph;
  const within = scope === block ? { block: block.name } : {};
  const node = random.one([...scope.nodes.values()]);
  const param = random.one(["p", "bias", "count", "repeat"]);
  const written = param === "repeat" ? node.repeat : node.params[param];
  const drawn = random.one<readonly [GraphEdit, GraphEdit]>([
    [
      { kind: "rename", node: node.id, to: "fresh", ...within },
      { kind: "rename", node: "fresh", to: node.id, ...within },
    ],
    [
      { kind: "renameBlock", block: block.name, to: "Fresh" },
      { kind: "renameBlock", block: "Fresh", to: block.name },
    ],
    ...Object.keys(block.parameters).map(
      (name) =>
        [
          { kind: "renameParameter", block: block.name, name, to: "fresh" },
          { kind: "renameParameter", block: block.name, name: "fresh", to: name },
        ] as const,
    ),
    [
      { kind: "setParameter", block: block.name, name: "fresh", value: random.one([1, null, "x", [2]]) },
      { kind: "setParameter", block: block.name, name: "fresh" },
    ],
    [
      { kind: "addBlock", block: "Fresh", definition: { inputs: ["input"], nodes: { a: { type: "ReLU" } } } },
      { kind: "removeBlock", block: "Fresh" },
    ],
    [
      {
        kind: "add",
        nodes: [{ id: "fresh", type: block === scope ? "ReLU" : block.name }],
        edges: [`${node.id} -> fresh`],
        layout: { fresh: [random.below(500), 0] },
        ...within,
      },
      { kind: "remove", nodes: ["fresh"], ...within },
    ],
    [
      { kind: "param", node: node.id, name: param, value: 2, ...within },
      { kind: "param", node: node.id, name: param, value: written, ...within },
    ],
    [
      { kind: "training", path: ["accumulate"], value: 3 },
      { kind: "training", path: ["accumulate"], value: graph.settings.accumulate },
    ],
  ]);
  return drawn;
}

/** Takes one instance or repeated layer apart, which changes no bit. */
function unwrapOne(text: string, random: Random): void {
  const graph = graphOf(text);
  const wrapped = [undefined, ...graph.blocks.values()].flatMap((block) =>
    [...(block ?? graph).nodes.values()]
      .filter(({ type, repeat }) => graph.blocks.has(type) || repeat !== undefined)
      .map(({ id }) => ({ node: id, ...(block && { block: block.name }) })),
  );
  if (wrapped.length === 0) return;
  const edit = { kind: "unwrap", ...random.one(wrapped) } as const;
  const applied = applyEdit(text, edit);
  if ("refused" in applied) return;
  const apart = applyTextEdits(text, applied.edits);
  if (JSON.stringify(bitsOf(apart)) !== JSON.stringify(bitsOf(text)))
    throw new Error(`${JSON.stringify(edit)} changed a Program or a weight:\n${text}\n${apart}`);
}
