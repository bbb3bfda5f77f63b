import { applyEdit } from "../../../engine/document/applyEdit";
import type { GraphEdit, SingleEdit } from "../../../engine/document/edit";
import { listed } from "../../../engine/graph/listed";
import { parse } from "../../../engine/document/parse";
import { applyTextEdits } from "../../../engine/document/textEdits";
import type { Random } from "../../engine/randomGraphs/Random";
import type { FuzzTarget } from "../FuzzTarget";
import { hostileValue } from "../mutate";
import { expectSoundMessage, expectSoundProblem } from "../sound";
import { drawDocument } from "./documents";

/** Edits of possibly invalid documents: a rejection has a message, and JSON stays valid JSON. */
export const edits: FuzzTarget = {
  name: "edits",
  attempt: (random) => {
    let text = drawDocument(random);
    for (let step = 0; step < 12; step++) {
      const before = parse(text).graph;
      const scopes = [undefined, ...(before?.blocks.keys() ?? [])];
      const block = scopes[random.below(scopes.length)];
      const scope = block === undefined ? before : before?.blocks.get(block);
      const edit = drawEdit([...(scope?.nodes.keys() ?? [])], random, block);
      const applied = applyEdit(text, edit);
      if ("refused" in applied) {
        expectSoundMessage(applied.refused, text + JSON.stringify(edit));
        continue;
      }
      let end = 0;
      for (const { offset, length } of applied.edits) {
        if (offset < end) throw new Error(`edits overlap: ${JSON.stringify({ edit, applied })}`);
        end = offset + length;
      }
      if (end > text.length)
        throw new Error(`an edit ends behind the text: ${JSON.stringify({ edit, applied })}`);
      text = applyTextEdits(text, applied.edits);
      const { graph, problems } = parse(text);
      if (!graph)
        throw new Error(`${JSON.stringify(edit)} broke the document: ${problems[0]?.message ?? ""}\n${text}`);
      for (const problem of listed(problems)) expectSoundProblem(problem, text);
    }
  },
};

/** A random edit, mostly of nodes in the document or in the block with a name. */
export function drawEdit(ids: readonly string[], random: Random, block?: string): GraphEdit {
  const draw = () => {
    const edit = random.chance(0.7) ? drawSingle(ids, random) : drawStructural(ids, random, block);
    return block !== undefined && isInScope(edit) ? { ...edit, block } : edit;
  };
  if (random.chance(0.9)) return draw();
  return { kind: "all", edits: Array.from({ length: 2 }, draw) };
}

function isInScope({ kind }: SingleEdit): boolean {
  return ["add", "remove", "param", "rename", "connect", "move", "wrap", "unwrap"].includes(kind);
}

/** An edit of blocks, mostly of the given one. */
function drawStructural(ids: readonly string[], random: Random, inside?: string): SingleEdit {
  const id = () => (ids.length > 0 && random.chance(0.9) ? random.one(ids) : "ghost");
  const block = inside !== undefined && random.chance(0.8) ? inside : random.one(["Inner", "Outer", "Ghost"]);
  const name = random.one(["Fresh", "Inner", "Linear", "fresh", "width", "input", "index"]);
  const ports = () =>
    Array.from({ length: random.below(4) }, () => random.one(["input", "output", "side", "x", id()]));
  switch (random.below(9)) {
    case 0:
      return {
        kind: "wrap",
        nodes: ids.filter(() => random.chance(0.4)),
        name,
        id: random.one(["made", id()]),
      };
    case 1:
      return { kind: "unwrap", node: id() };
    case 2:
      return {
        kind: "addBlock",
        block: name,
        definition: random.one([{}, { nodes: { a: { type: block } } }, { x: hostileValue(random) }]),
      };
    case 3:
      return { kind: "renameBlock", block, to: name };
    case 4:
      return { kind: "removeBlock", block };
    case 5:
      return {
        kind: "promote",
        block,
        node: id(),
        param: random.one(["outFeatures", "p", "repeat", "type", "q"]),
        name,
      };
    case 6:
      return {
        kind: "setParameter",
        block,
        name,
        value: random.chance(0.3) ? undefined : hostileValue(random),
      };
    case 7:
      return { kind: "renameParameter", block, name: random.one(["width", "depth", "ghost"]), to: name };
    default:
      return {
        kind: "setPorts",
        block,
        ...(random.chance(0.7) && { inputs: ports() }),
        ...(random.chance(0.7) && { outputs: ports() }),
      };
  }
}

function drawSingle(ids: readonly string[], random: Random): SingleEdit {
  const id = () =>
    ids.length > 0 && random.chance(0.9) ? random.one(ids) : random.one(["ghost", "__proto__", "a b", ""]);
  const end = () => `${id()}${random.one(["", ".output", ".input", ".x"])}`;
  const wire = () => (random.chance(0.95) ? `${end()} -> ${end()}` : JSON.stringify(hostileValue(random)));
  const place = () => [random.below(2000) - 1000, random.below(2000) - 1000] as const;
  const some = () => ids.filter(() => random.chance(0.2));
  const fresh = () => random.one([`n${String(random.below(1000))}`, "constructor", "x"]);
  switch (random.below(7)) {
    case 0: {
      const added = fresh();
      return {
        kind: "add",
        nodes: [
          { id: added, type: random.one(["ReLU", "Linear", "Nothing"]), params: { p: hostileValue(random) } },
        ],
        ...(random.chance(0.5) && { edges: [`${id()} -> ${added}`] }),
        ...(random.chance(0.5) && { layout: { [added]: place() } }),
        ...(random.chance(0.1) && { replaces: [random.below(5)] }),
      };
    }
    case 1:
      return { kind: "remove", nodes: some(), edges: [random.below(5)] };
    case 2:
      return {
        kind: "param",
        node: id(),
        name: random.one(["p", "bias", "type", 'a"b']),
        value: random.chance(0.2) ? undefined : hostileValue(random),
      };
    case 3:
      return { kind: "rename", node: id(), to: random.chance(0.5) ? fresh() : id() };
    case 4:
      return { kind: "connect", edge: wire(), ...(random.chance(0.3) && { replaces: random.below(6) }) };
    case 5:
      return { kind: "move", layout: Object.fromEntries(some().map((node) => [node, place()])) };
    default:
      return {
        kind: "training",
        path: random.one([["epochs"], ["optimizer", "learningRate"], ["metrics"], ["schedule", "type"]]),
        value: random.chance(0.2) ? undefined : hostileValue(random),
      };
  }
}
