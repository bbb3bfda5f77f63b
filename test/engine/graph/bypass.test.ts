import { describe, expect, it } from "vitest";
import { gradientStep } from "../../../engine/compiler/gradientStep";
import { inferenceStep } from "../../../engine/compiler/inferenceStep";
import { print } from "../../../engine/compiler/print";
import { weightsOf } from "../../../engine/compiler/weights";
import { differenceOf } from "../../../engine/document/difference/differenceOf";
import { parse } from "../../../engine/document/parse";
import { canBeBypassed, isBypassed } from "../../../engine/graph/canBeBypassed";
import { canConnect } from "../../../engine/graph/connect";
import { pageOf } from "../../../engine/graph/page";
import { firstWires, heal } from "../randomGraphs/heal";
import { drawGraph } from "../randomGraphs/drawGraph";
import { drawSystem, typedSystem, type SystemDocument } from "../randomGraphs/drawSystem";
import { problemsOf } from "../randomGraphs/expectFault";
import { Random } from "../randomGraphs/Random";
import { bitsOf } from "../document/bitsOf";
import { blocksOf, imageModel, residual } from "./blockDocuments";
import { covers, documentOf, edited, graphOf, marked, mlp, typedOf } from "./documents";

const bypassed = mlp.replace('"ReLU"', '"ReLU", "bypass": true');

describe("a bypassed node", () => {
  it("is not there: its first output is its first input", () => {
    const typed = typedOf(bypassed);
    expect([...typed.nodes.keys()]).toEqual(["digits", "flatten", "hidden", "logits", "loss"]);
    expect(typed.nodes.get("logits")?.incoming.input).toMatchObject([{ node: "hidden", port: "output" }]);
    expect(problemsOf(bypassed)).toEqual([]);
  });

  it("has no weights, and costs nothing", () => {
    const wide = mlp.replace('"outFeatures": 128 }', '"outFeatures": 784, "bypass": true }');
    expect(problemsOf(wide)).toEqual([]);
    expect(typedOf(wide).parameterCount).toBe(784 * 10 + 10);
    expect(weightsOf(typedOf(wide)).map(({ name }) => name)).toEqual(["logits.weight", "logits.bias"]);
  });

  it("is there if the document says false", () => {
    const used = mlp.replace('"ReLU"', '"ReLU", "bypass": false');
    expect(typedOf(used).nodes.has("relu")).toBe(true);
    expect(graphOf(used).nodes.get("relu")?.bypass).toBe(false);
  });

  it("shows on its page what its first input gives", () => {
    const page = pageOf(typedOf(bypassed));
    expect(page.nodes.get("relu")).toMatchObject({
      isBypassed: true,
      inputs: { input: [{ shape: ["N", 128] }] },
      outputs: { output: { shape: ["N", 128] } },
      parameterCount: 0,
    });
  });

  it("passes wires that are drawn to and from it on to where they lead", () => {
    const open = documentOf(
      '"x": { "type": "Input", "shape": [4] }, "z": { "type": "Input", "shape": [4] }, "drop": { "type": "Dropout", "bypass": true }, "y": { "type": "Input", "shape": [3] }, "sum": { "type": "MSELoss" }',
      ["x -> sum.target", "z -> drop", "drop -> sum.input"],
    );
    const page = pageOf(typedOf(open));
    expect(canConnect(page, { node: "y" }, { node: "drop" })).toMatchObject({ ok: false });
    expect(canConnect(page, { node: "x" }, { node: "drop" })).toMatchObject({ ok: true, edge: "x -> drop" });
  });

  it("is left out in every instance of a block, and with everything inside if it is an instance", () => {
    const inside = imageModel(
      residual.replace('"type": "Dropout", ', '"type": "Dropout", "bypass": true, '),
      '"stage": { "type": "Residual", "repeat": 2 }, "last": { "type": "Residual", "bypass": true }',
      ["stem -> stage", "stage -> last", "last -> flatten"],
    );
    expect(problemsOf(inside)).toEqual([]);
    const typed = typedOf(inside);
    expect([...typed.flat.nodes.keys()].filter((id) => id.includes("/"))).toEqual([
      "stage/0/conv",
      "stage/0/relu",
      "stage/0/sum",
      "stage/1/conv",
      "stage/1/relu",
      "stage/1/sum",
    ]);
    expect(typed.nodes.get("flatten")?.incoming.input).toMatchObject([{ node: "stage/1/sum" }]);
    expect([...typed.instances.keys()]).toEqual(["stage/0", "stage/1"]);
    const page = pageOf(typed, { path: "last", block: "Residual" });
    expect(page.path).toBe("last");
    expect(page.nodes.get("conv")?.outputs.output?.shape).toEqual(["N", 8, 7, 7]);
  });

  it("is not what an objective trains, and nothing is said about it", () => {
    const objectives = (more: string) =>
      bypassed
        .replace(
          '"bypass": true',
          '"bypass": true }, "wide": { "type": "Linear", "outFeatures": 128, "bypass": true',
        )
        .replace('"hidden -> relu"', '"hidden -> wide", "wide -> relu"')
        .replace('"metrics"', `"objectives": { "all": { "losses": ["loss"]${more} } }, "metrics"`);
    expect(problemsOf(objectives(', "updates": ["hidden", "wide"]'))).toEqual([]);
    const text = objectives(', "updates": ["wide"]');
    expect(covers(text, problemsOf(text))).toEqual(['updates-nothing <["wide"]>']);
  });

  it("leaves an objective the losses that are not in it", () => {
    const model = (losses: string) =>
      blocksOf(
        `"Side": { "inputs": ["input", "target"], "outputs": ["output"], "nodes": { "head": { "type": "Linear", "outFeatures": 10 }, "aside": { "type": "CrossEntropyLoss" } },
          "edges": ["input -> head", "head -> aside.input", "target -> aside.target", "input -> output"] }`,
        '"digits": { "type": "Dataset", "source": "digits" }, "flatten": { "type": "Flatten" }, "side": { "type": "Side", "bypass": true }, "out": { "type": "Linear", "outFeatures": 10 }, "loss": { "type": "CrossEntropyLoss" }',
        [
          "digits.image -> flatten",
          "flatten -> side",
          "digits.label -> side.target",
          "side -> out",
          "out -> loss.input",
          "digits.label -> loss.target",
        ],
        `, "training": { "batchSize": 4, "epochs": 1, "objectives": { "all": { "losses": [${losses}] } } }`,
      );
    expect(problemsOf(model('"loss", "side/aside"'))).toEqual([]);
    expect(bitsOf(model('"loss", "side/aside"')).weights.map(([name]) => name)).toEqual([
      "out.weight",
      "out.bias",
    ]);
    const none = model('"side/aside"');
    expect(covers(none, problemsOf(none))).toContain('bypassed-node <["side/aside"]>');
  });

  it("keeps what it says when it is renamed, wrapped, unwrapped and compared", () => {
    const renamed = edited(bypassed, { kind: "rename", node: "relu", to: "act" });
    expect(renamed).toContain('"act": { "type": "ReLU", "bypass": true }');
    const made = edited(bypassed, { kind: "wrap", nodes: ["hidden", "relu"], name: "Made", id: "made" });
    expect(graphOf(made).blocks.get("Made")?.nodes.get("relu")?.bypass).toBe(true);
    expect(problemsOf(made)).toEqual([]);
    const back = edited(made, { kind: "unwrap", node: "made" });
    expect(graphOf(back).nodes.get("made_relu")?.bypass).toBe(true);
    expect(differenceOf(graphOf(mlp), graphOf(bypassed)).changed).toEqual({
      relu: [{ path: ["bypass"], after: true }],
    });
  });

  it("is set and taken back to the byte", () => {
    const on = edited(mlp, { kind: "param", node: "relu", name: "bypass", value: true });
    expect(on).toBe(bypassed);
    expect(edited(on, { kind: "param", node: "relu", name: "bypass" })).toBe(mlp);
  });
});

const six = '"x": { "type": "Input", "shape": [6] }';

describe("a bypass that is wrong", () => {
  const cases: readonly (readonly [code: string, text: string, message: RegExp])[] = [
    [
      "bypass-changes-type",
      documentOf(
        `${six}, "a": { "type": "Linear", "outFeatures": 4, "bypass": «true» }, "b": { "type": "Linear", "outFeatures": 2, "bypass": true }, "c": { "type": "Conv2d", "outChannels": 1, "kernelSize": 1 }`,
        ["x -> a", "a -> b", "b -> c"],
      ),
      /a: this cannot be bypassed here, because it makes 4 of 6/,
    ],
    [
      "bypass-changes-type",
      documentOf(
        '"x": { "type": "Input", "shape": [6], "dtype": "int32" }, "a": { "type": "Cast", "dtype": "float32", "bypass": «true» }',
        ["x -> a"],
      ),
      /makes 6 float32 of 6 int32/,
    ],
    [
      "invalid-bypass",
      documentOf('"x": { "type": "Input", "shape": [6], "bypass": «true» }'),
      /does not have both an input and an output/,
    ],
    [
      "invalid-bypass",
      documentOf(`${six}, "l": { "type": "MSELoss", "bypass": «true» }`, ["x -> l.input", "x -> l.target"]),
      /it is a loss/,
    ],
    [
      "invalid-bypass",
      documentOf(`${six}, "a": { "type": "ReLU", "bypass": «"yes"» }`, ["x -> a"]),
      /must be true or false, not "yes"/,
    ],
    [
      "invalid-bypass",
      documentOf(
        `${six}, "y": { "type": "Input", "shape": [6] }, "a": { "type": "Add", "bypass": true }, "r": { "type": "ReLU" }`,
        ["x -> a", "y -> a", "a -> r"],
      ).replace('"y -> a"', '«"y -> a"»'),
      /can pass on one input only/,
    ],
    [
      "bypassed-output",
      documentOf(
        '"x": { "type": "Input", "shape": [5, 6] }, "a": { "type": "LSTM", "hiddenSize": 6, "bypass": true }, "r": { "type": "ReLU" }',
        ["x -> a", "a.hidden -> r"],
      ).replace("a.hidden", "«a.hidden»"),
      /only its first output, "output", is there/,
    ],
    [
      "missing-input",
      documentOf('«"a"»: { "type": "ReLU", "bypass": true }, "r": { "type": "ReLU" }', ["a -> r"]),
      /Nothing is connected to "a.input"/,
    ],
    [
      "bypassed-node",
      documentOf(
        `${six}, "a": { "type": "Linear", "outFeatures": 6, "bypass": true }, "b": { "type": "Linear", "outFeatures": 6, "weightsOf": «"a"» }`,
        ["x -> a", "a -> b"],
      ),
      /"a" is bypassed, so that its weights are not there/,
    ],
    [
      "bypassed-node",
      documentOf(
        `${six}, "a": { "type": "Linear", "outFeatures": 6, "bypass": true }, "b": { "type": "Linear", "outFeatures": 6, "follows": { "node": «"a"», "every": 5 } }`,
        ["x -> a", "a -> b"],
      ),
      /"a" is bypassed/,
    ],
    [
      "bypassed-node",
      blocksOf(
        residual,
        '"x": { "type": "Input", "shape": [8, 4, 4] }, "a": { "type": "Residual", "bypass": true }, "b": { "type": "Residual", "weightsOf": «"a"» }',
        ["x -> a", "a -> b"],
      ),
      /"a" is bypassed/,
    ],
    [
      "cycle",
      documentOf('«"a"»: { "type": "ReLU", "bypass": true }, "b": { "type": "ReLU", "bypass": true }', [
        "a -> b",
        "b -> a",
      ]),
      /through "a" form a cycle/,
    ],
    [
      "bypass-changes-type",
      blocksOf(
        residual.replace('"padding": 1', '"padding": 0, "bypass": «true»'),
        '"x": { "type": "Input", "shape": [8, 4, 4] }, "a": { "type": "Residual", "repeat": 2 }',
        ["x -> a"],
      ),
      /a\/0\/conv: .* makes 8×2×2 of 8×4×4/,
    ],
    [
      "unknown-parameter",
      documentOf(`${six}, "a": { "type": "ReLU", "bypass": true, «"alpha"»: 1 }`, ["x -> a"]),
      /alpha/,
    ],
  ];
  it.each(cases)("%s %#", (code, text, message) => {
    const { text: plain, range } = marked(text);
    const { graph, problems: parsed } = parse(plain);
    const problems = [...parsed, ...typedOf(plain).problems].filter(({ severity }) => severity === "error");
    expect(graph).toBeDefined();
    expect(problems.map((problem) => problem.code)).toEqual([code]);
    expect(problems[0]?.range).toEqual(range);
    expect(problems[0]?.message).toMatch(message);
  });

  it("says nothing about what the bypassed node could not do", () => {
    const text = documentOf(
      '"x": { "type": "Input", "shape": [3, 4, 4] }, "conv": { "type": "Conv2d", "outChannels": 3, "kernelSize": 9, "bypass": true }, "r": { "type": "ReLU" }',
      ["x -> conv", "conv -> r"],
    );
    expect(typedOf(text).problems).toEqual([]);
    expect(typedOf(text).nodes.get("r")?.outputs.output?.shape).toEqual(["N", 3, 4, 4]);
  });

  it("is not unwrapped", () => {
    const text = imageModel(residual, '"stage": { "type": "Residual", "bypass": true }', [
      "stem -> stage",
      "stage -> flatten",
    ]);
    expect(() => edited(text, { kind: "unwrap", node: "stage" })).toThrow(/Use it again before/);
  });
});

describe("bypassing is removing and joining", () => {
  it.each(Array.from({ length: 25 }, (_, i) => i + 1))("in a random system (seed %i)", (seed) => {
    const random = new Random(seed);
    let [with_, without] = [drawSystem(random), {} as SystemDocument];
    without = structuredClone(with_);
    let done = 0;
    for (let step = 0; step < 6; step++) {
      const block = random.one(["", ...Object.keys(with_.blocks)]);
      const scope = (system: SystemDocument) => (block === "" ? system : system.blocks[block]!);
      const free = Object.keys(scope(without).nodes).filter(
        (id) => /^n\d+$/.test(id) && firstWires(scope(without).edges, id).length === 1,
      );
      if (free.length === 0) continue;
      const id = random.one(free);
      const [now, healed] = [structuredClone(with_), heal(without, block, id)];
      scope(now).nodes[id]!.bypass = true;
      if (!healed || !typedSystem(healed)) {
        // Another node names its weights, or there is nothing left to train.
        expect(typedSystem(now) === undefined, JSON.stringify(now)).toBe(true);
        continue;
      }
      expect(problemsOf(JSON.stringify(now)).filter(({ severity }) => severity === "error")).toEqual([]);
      expect(bitsOf(JSON.stringify(now)), JSON.stringify(now)).toEqual(bitsOf(JSON.stringify(healed)));
      [with_, without] = [now, healed];
      done++;
    }
    expect(done).toBeGreaterThan(0);
  });

  it("in random graphs of all layers", () => {
    let done = 0;
    const types = [
      "ReLU",
      "Dropout",
      "BatchNorm2d",
      "LayerNorm",
      "LSTM",
      "MultiheadAttention",
      "Add",
      "Conv2d",
    ];
    for (const [i, type] of types.entries())
      for (let seed = 1; seed <= 6; seed++) {
        const drawn = drawGraph(type, seed * 131 + i);
        if (!drawn) continue;
        const model = drawn.model as { nodes: Record<string, object>; edges: string[] };
        for (const id of Object.keys(model.nodes).filter((name) => name.startsWith("layer"))) {
          const { typed } = drawn;
          const node = typed.nodes.get(id)!;
          const text = JSON.stringify({
            ...model,
            nodes: { ...model.nodes, [id]: { ...model.nodes[id], bypass: true } },
          });
          const now = typedOf(text);
          const [input] = node.inputPorts;
          const [output] = node.outputPorts;
          const wires = node.incoming[input?.name ?? ""] ?? [];
          const used = new Set(
            [...typed.nodes.values()].flatMap((other) => Object.values(other.incoming).flat()),
          );
          const others = [...used].some((source) => source.node === id && source.port !== output?.name);
          const named = new RegExp(`"(weightsOf|node|weight|bias)":"?[^}]*"${id}["./]`).test(
            JSON.stringify(model),
          );
          const [given, made] = [node.inputs[input?.name ?? ""]?.[0], node.outputs[output?.name ?? ""]];
          const agrees =
            given?.dtype === made?.dtype && JSON.stringify(given?.shape) === JSON.stringify(made?.shape);
          if (!canBeBypassed(undefined, node.node.type)) continue;
          if (wires.length !== 1 || others || named || !agrees) {
            if (wires.length === 1 && !others && !named)
              expect(now.problems.map(({ code }) => code)).toContain("bypass-changes-type");
            continue;
          }
          expect(
            now.problems.filter(({ severity }) => severity === "error"),
            text,
          ).toEqual([]);
          const source = typed.nodes.get(wires[0]!.node)!;
          const from = source.outputPorts.length > 1 ? `${source.node.id}.${wires[0]!.port}` : source.node.id;
          const healed = {
            ...model,
            nodes: Object.fromEntries(Object.entries(model.nodes).filter(([name]) => name !== id)),
            edges: model.edges.flatMap((edge) => {
              const [begin = "", end = ""] = edge.split(" -> ");
              if (end === id || end.startsWith(`${id}.`)) return [];
              return [begin === id || begin.startsWith(`${id}.`) ? `${from} -> ${end}` : edge];
            }),
          };
          const then = typedOf(JSON.stringify(healed));
          expect(print(gradientStep(now, { batchSize: 3, training: true }))).toBe(
            print(gradientStep(then, { batchSize: 3, training: true })),
          );
          expect(print(inferenceStep(now, 2))).toBe(print(inferenceStep(then, 2)));
          expect(isBypassed(now.graph, now.graph.nodes.get(id)!)).toBe(true);
          done++;
        }
      }
    expect(done).toBeGreaterThan(10);
  });
});
