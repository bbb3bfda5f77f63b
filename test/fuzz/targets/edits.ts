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
      const ids = [...(parse(text).graph?.nodes.keys() ?? [])];
      const edit = drawEdit(ids, random);
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

/** A random edit, mostly of nodes in the document. */
export function drawEdit(ids: readonly string[], random: Random): GraphEdit {
  if (random.chance(0.9)) return drawSingle(ids, random);
  return { kind: "all", edits: Array.from({ length: 2 }, () => drawSingle(ids, random)) };
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
