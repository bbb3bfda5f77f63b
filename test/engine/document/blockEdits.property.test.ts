import { describe, expect, it } from "vitest";
import { applyEdit } from "../../../engine/document/applyEdit";
import type { GraphEdit } from "../../../engine/document/edit";
import { editGraph } from "../../../engine/document/editGraph";
import { applyTextEdits } from "../../../engine/document/textEdits";
import type { Graph } from "../../../engine/graph/graph";
import { nodePathsIn } from "../../../engine/graph/sharing";
import { Random } from "../randomGraphs/Random";
import { graphOf } from "../graph/documents";
import { drawSystem } from "../randomGraphs/drawSystem";
import { bitsOf } from "./bitsOf";
import { meaning } from "./meaning";

/** The text after an edit, which editGraph understands in the same way, and which can be taken back. */
function after(text: string, edit: GraphEdit): string {
  const applied = applyEdit(text, edit);
  if ("refused" in applied) throw new Error(`${JSON.stringify(edit)}: ${applied.refused}\n${text}`);
  const next = applyTextEdits(text, applied.edits);
  expect(meaning(editGraph(graphOf(text), edit)), JSON.stringify(edit)).toEqual(meaning(graphOf(next)));
  return next;
}

/** What can be unwrapped now: instances, and repeated layers. */
function wrapped(graph: Graph): { readonly node: string; readonly block?: string }[] {
  return [undefined, ...graph.blocks.values()].flatMap((block) =>
    [...(block ?? graph).nodes.values()]
      .filter(({ type, repeat }) => graph.blocks.has(type) || repeat !== undefined)
      .map(({ id }) => ({ node: id, ...(block && { block: block.name }) })),
  );
}

const seeds = Array.from({ length: 25 }, (_, i) => i + 1);

describe("unwrapping", () => {
  it.each(seeds)(
    "changes neither the Program nor the initial weights, until nothing is left (seed %i)",
    (seed) => {
      const random = new Random(seed);
      let text = JSON.stringify(drawSystem(random), null, 2);
      const bits = bitsOf(text);
      for (let step = 0; step < 300; step++) {
        const targets = wrapped(graphOf(text));
        if (targets.length === 0) break;
        const target = random.one(targets);
        const edit: GraphEdit = { kind: "unwrap", ...target };
        const applied = applyEdit(text, edit);
        if ("refused" in applied) {
          // Another instance uses all of its weights: that one is unwrapped first.
          expect(applied.refused).toMatch(/uses the weights of all of/);
          continue;
        }
        const next = after(text, edit);
        expect(bitsOf(next), `${JSON.stringify(edit)}\n${text}\n${next}`).toEqual(bits);
        text = next;
      }
      expect(wrapped(graphOf(text)), text).toEqual([]);
    },
  );
});

describe("wrapping", () => {
  it.each(seeds)("changes names only, and unwrapping takes it back (seed %i)", (seed) => {
    const random = new Random(seed);
    const text = JSON.stringify(drawSystem(random), null, 2);
    const graph = graphOf(text);
    const block = ["Inner", "Middle", "Outer", undefined][random.below(4)];
    const scope = block === undefined ? graph : graph.blocks.get(block)!;
    const ids = [...scope.nodes.keys()].filter((id) => id.startsWith("n"));
    const first = random.below(ids.length);
    const chosen = new Set(ids.slice(first, first + 1 + random.below(ids.length - first)));
    // A node inside a block cannot name one outside. The set grows during the loop.
    for (const id of chosen)
      for (const { node } of nodePathsIn(scope.nodes.get(id)!)) chosen.add(node.split("/")[0]!);
    const nodes = [...scope.nodes.keys()].filter((id) => chosen.has(id));
    const edit: GraphEdit = { kind: "wrap", nodes, name: "Made", id: "made", block };
    const made = after(text, edit);
    const renamed = nodes.reduce(
      (now, node) => after(now, { kind: "rename", node, to: `made_${node}`, block }),
      text,
    );
    const bits = bitsOf(renamed);
    expect(bitsOf(made), `${JSON.stringify(edit)}\n${text}\n${made}`).toEqual(bits);
    const back = after(made, { kind: "unwrap", node: "made", block });
    expect(bitsOf(back), `${JSON.stringify(edit)}\n${text}\n${made}\n${back}`).toEqual(bits);
    expect(bitsOf(after(back, { kind: "removeBlock", block: "Made" }))).toEqual(bits);
  });
});
