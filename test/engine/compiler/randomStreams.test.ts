import { expect, it } from "vitest";
import { lower } from "../../../engine/compiler/lower";
import { ProgramBuilder } from "../../../engine/compiler/ProgramBuilder";
import type { Program } from "../../../engine/compiler/program";
import { infer } from "../../../engine/graph/infer";
import { fillUniform } from "../../../engine/ops/philox";
import { documentOf, graphOf } from "../graph/documents";

type Node = readonly [id: string, type: string];

/** Layers that draw random numbers, one of them several times, and one that does not. */
const types = ["Dropout", "AlphaDropout", "GaussianNoise", "RBM", "ReLU"];

function programOf(nodes: readonly Node[]): Program {
  const text = documentOf(
    [`"x": { "type": "Input", "shape": [6] }`]
      .concat(
        nodes.map(([id, type]) =>
          type === "RBM"
            ? `"${id}": { "type": "RBM", "hiddenFeatures": 6, "k": 2 }`
            : `"${id}": { "type": "${type}" }`,
        ),
      )
      .join(", "),
    nodes.map(([id], i) => `${nodes[i - 1]?.[0] ?? "x"} -> ${id}`),
  );
  const typed = infer(graphOf(text));
  expect(typed.problems).toEqual([]);
  const builder = new ProgramBuilder();
  lower(builder, typed, { batchSize: 2, training: true });
  return builder.finish();
}

/** The random streams of each node. */
function streamsOf(nodes: readonly Node[]): Map<string, string[]> {
  const drawn = programOf(nodes)
    .instructions.filter((instruction) => instruction.op === "random")
    .map(({ attributes: { stream, draw } }) => [stream, draw] as const);
  // A network with only this node shows which streams are its own.
  return new Map(
    nodes.map((node) => {
      const own = alone(node);
      return [node[0], drawn.map(String).filter((entry) => own.has(entry))];
    }),
  );
}

function alone(node: Node): Set<string> {
  const found = programOf([node]).instructions.filter((instruction) => instruction.op === "random");
  return new Set(found.map(({ attributes: { stream, draw } }) => String([stream, draw])));
}

it.each([1, 2, 3, 4, 5, 6])(
  "nodes keep their random numbers when others are added, removed or moved (seed %i)",
  (seed) => {
    const numbers = new Float64Array(1000);
    fillUniform(numbers, seed, 0, 0);
    let place = 0;
    const below = (count: number) => Math.floor(numbers[place++]! * count);
    let nodes: Node[] = [];
    for (let step = 0; step < 25; step++) {
      const before = streamsOf(nodes);
      const change = below(3);
      const spot = below(nodes.length + 1);
      if (change === 0 || nodes.length < 2)
        nodes = nodes.toSpliced(spot, 0, [`n${String(step)}`, types[below(types.length)]!]);
      else if (change === 1) nodes = nodes.toSpliced(spot % nodes.length, 1);
      else nodes = [...nodes.slice(spot), ...nodes.slice(0, spot)];
      const after = streamsOf(nodes);
      for (const [id, streams] of after) if (before.has(id)) expect(streams, id).toEqual(before.get(id));
      const all = [...after.values()].flat();
      expect(new Set(all).size, "two draws share a stream").toBe(all.length);
    }
  },
);

it("draws as often as a layer needs", () => {
  expect(streamsOf([["a", "RBM"]]).get("a")).toHaveLength(4);
  expect(streamsOf([["a", "Dropout"]]).get("a")).toHaveLength(1);
  expect(streamsOf([["a", "ReLU"]]).get("a")).toEqual([]);
});
