import { describe, expect, it } from "vitest";
import { evaluationStep } from "../../../engine/compiler/evaluationStep";
import { gradientStep } from "../../../engine/compiler/gradientStep";
import { initialWeights } from "../../../engine/compiler/initialWeights";
import type { Program } from "../../../engine/compiler/program";
import type { HostArray, HostArrays } from "../../../engine/tensor/hostArrays";
import { infer } from "../../../engine/graph/infer";
import { parse } from "../../../engine/document/parse";
import { fixedParams } from "../../../engine/graph/paramsOf";
import { layers } from "../../../engine/layers";
import { isBias } from "../../../engine/layers/isBias";
import { weightParams, weightSettings } from "../../../engine/layers/weightParams";
import { ReferenceRuntime } from "../../../engine/runtime/reference/ReferenceRuntime";

function typed(nodes: Record<string, object>, edges: string[] = []) {
  const { graph, problems } = parse(JSON.stringify({ netloom: 1, nodes, edges }));
  const graphTyped = infer(graph!);
  return { ...graphTyped, said: [...problems, ...graphTyped.problems].map(({ message }) => message) };
}

const onImage = (layer: object) => typed({ x: { type: "Input", shape: [3, 5, 4] }, layer }, ["x -> layer"]);
const onRow = (layer: object) => typed({ x: { type: "Input", shape: [6] }, layer }, ["x -> layer"]);
const dense = (params: object) => ({ type: "Linear", outFeatures: 4, ...params });

async function run(program: Program, feeds: HostArrays, state: HostArrays) {
  const results: Record<string, HostArray> = {};
  const session = new ReferenceRuntime().open();
  const executable = await session.load(program, (_, outputs) => Object.assign(results, outputs));
  await session.write(state);
  await executable.run(feeds, 1);
  return results;
}

describe("the parameters of a node with weights", () => {
  it("are there for every layer with weights and for no other", () => {
    for (const layer of layers.values()) {
      const names = Object.keys(fixedParams(layer));
      const common = Object.keys(weightParams).filter((name) => !Object.hasOwn(layer.params, name));
      for (const name of common)
        expect(names.includes(name), `${layer.type}.${name}`).toBe(Boolean(layer.weights));
    }
    expect(typed({ relu: { type: "ReLU", frozen: true } }).said[0]).toContain('"frozen" is not allowed here');
  });

  it("never take a name from a layer", () => {
    for (const { type, params } of layers.values())
      for (const name of Object.keys(weightParams))
        expect(Object.hasOwn(params, name), `${type}.${name}`).toBe(false);
  });

  it("have defaults, and nothing where nothing is given", () => {
    const { nodes } = onRow(dense({ weightDecay: 0.5 }));
    expect(weightSettings(nodes.get("layer")!.params)).toEqual({
      frozen: false,
      learningRateFactor: 1,
      weightDecay: 0.5,
      l1: 0,
      l2: 0,
    });
    expect(onRow(dense({})).nodes.get("layer")!.params).not.toHaveProperty("weightDecay");
    expect(weightSettings(undefined).learningRateFactor).toBe(1);
  });

  it.each([
    [{ weightDecay: -1 }, 'layer: "weightDecay" must be at least 0, not -1.'],
    [{ weightDecay: null }, 'layer: "weightDecay" must be a number, not null.'],
    [{ learningRateFactor: -0.1 }, 'layer: "learningRateFactor" must be at least 0, not -0.1.'],
    [{ weightClip: 0 }, 'layer: "weightClip" must be greater than 0, not 0.'],
    [{ frozen: "yes" }, 'layer: "frozen" must be true or false, not "yes".'],
    [
      { weightInit: 3 },
      'layer: "weightInit" must be the name of an initialiser, such as "xavierUniform", or { "type": "xavierUniform", … }, not 3.',
    ],
    [
      { weightInit: { type: "uniform", aa: 1 } },
      'layer: weightInit: "aa" is not allowed here. Did you mean "a"?',
    ],
    [{ weightInit: { type: "uniform", a: "x" } }, 'layer: "weightInit.a" must be a number, not "x".'],
    [
      { weightInit: { type: "kaimingNormal", mode: "fanin" } },
      'layer: "weightInit.mode" must be one of "fanIn", "fanOut", not "fanin". Did you mean "fanIn"?',
    ],
    [
      { weightInit: { type: "truncatedNormal", a: 2, b: 1 } },
      'layer: truncatedNormal: "a" must be less than "b".',
    ],
    [
      { weightInit: "dirac" },
      'layer: "dirac" needs a weight of at least 3 axes, but "weight" is 4×6. Choose uniform, normal or constant.',
    ],
    [
      { biasInit: "orthogonal" },
      'layer: "orthogonal" needs a weight of at least 2 axes, but "bias" is 4. Choose uniform, normal or constant.',
    ],
  ])("say what is wrong in %j", (params, message) => {
    expect(onRow(dense(params)).said).toEqual([message]);
  });

  it("leave the shapes alone where an initialiser does not fit", () => {
    const { nodes, said } = onRow(dense({ weightInit: "dirac", biasInit: "eye" }));
    expect(said).toHaveLength(2);
    expect(nodes.get("layer")!.outputs.output).toMatchObject({ shape: ["N", 4] });
    expect(nodes.get("layer")!.weights.weight!.init.kind).toBe("uniform");
  });

  it("suggest an initialiser that was meant", () => {
    const [problem] = onRow(dense({ weightInit: "xavierUnifrom" })).said;
    expect(problem).toContain('must be one of "default", "xavierUniform"');
    expect(problem).toContain('Did you mean "xavierUniform"?');
  });
});

describe("a chosen initialiser", () => {
  it("starts the weights, and another one the biases", () => {
    const lstm = typed(
      {
        x: { type: "Input", shape: [5, 3] },
        layer: {
          type: "LSTM",
          hiddenSize: 2,
          weightInit: "ones",
          biasInit: { type: "constant", value: 0.5 },
        },
      },
      ["x -> layer"],
    );
    const weights = initialWeights(lstm, 1);
    expect(
      Object.fromEntries(Object.entries(weights).map(([name, values]) => [name, [...new Set(values)]])),
    ).toEqual({
      "layer.weight_ih_l0": [1],
      "layer.weight_hh_l0": [1],
      "layer.bias_ih_l0": [0.5],
      "layer.bias_hh_l0": [0.5],
    });
  });

  it("leaves the others as they were", () => {
    const usual = initialWeights(onRow(dense({})), 7);
    const chosen = initialWeights(onRow(dense({ weightInit: "orthogonal" })), 7);
    expect(chosen["layer.bias"]).toEqual(usual["layer.bias"]);
    expect(chosen["layer.weight"]).not.toEqual(usual["layer.weight"]);
    expect(initialWeights(onRow(dense({ weightInit: "default", biasInit: { type: "default" } })), 7)).toEqual(
      usual,
    );
  });

  it("is PyTorch's where nothing is written, with the numbers that runs have been promised", () => {
    const lstm = typed(
      {
        x: { type: "Input", shape: [5, 3] },
        l: { type: "LSTM", hiddenSize: 7 },
        h: { type: "Linear", outFeatures: 3 },
      },
      ["x -> l", "l -> h"],
    );
    const weights = initialWeights(lstm, 7);
    expect([...weights["h.weight"]!.slice(0, 3)]).toEqual([
      0.15834421395430157, -0.015785408104530836, 0.043380179103494045,
    ]);
    expect([...weights["l.bias_hh_l0"]!.slice(-2)]).toEqual([0.2786713137179927, 0.1931506948890481]);
  });

  it("called dirac or eye passes an image through a convolution unchanged", async () => {
    const image = Float64Array.from({ length: 2 * 3 * 5 * 4 }, (_, i) => Math.sin(i));
    for (const weightInit of ["dirac", "eye", { type: "dirac", groups: 3 }]) {
      const graph = typed(
        {
          x: { type: "Input", shape: [3, 5, 4] },
          conv: {
            type: "Conv2d",
            outChannels: 3,
            kernelSize: 3,
            padding: 1,
            weightInit,
            biasInit: "zeros",
            ...(typeof weightInit === "object" && { groups: 3 }),
          },
          y: { type: "Input", shape: [3, 5, 4] },
          loss: { type: "MSELoss" },
        },
        ["x -> conv", "conv -> loss.input", "y -> loss.target"],
      );
      expect(graph.said).toEqual([]);
      const program = gradientStep(graph, { batchSize: 2, training: true });
      const weights = initialWeights(graph, 1);
      const results = await run(program, { "x.output": image, "y.output": image }, weights);
      expect([...results["value/conv.output"]!]).toEqual([...image]);
    }
  });

  it("does not fit kept weights, which start as ever", () => {
    const { said, nodes } = onImage({
      type: "BatchNorm2d",
      weightInit: { type: "constant", value: 2 },
      biasInit: "ones",
    });
    expect(said).toEqual([]);
    const { weights } = nodes.get("layer")!;
    expect(weights.weight!.init).toMatchObject({ kind: "rule", rule: "constant" });
    expect(weights.bias!.init).toMatchObject({ kind: "rule", rule: "ones" });
    expect(weights.running_mean!.init).toEqual({ kind: "constant", value: 0 });
    expect(weights.running_var!.init).toEqual({ kind: "constant", value: 1 });
  });

  it.each([
    ["bias", true],
    ["bias_hh_l0", true],
    ["in_proj_bias", true],
    ["out_proj.bias", true],
    ["bias_k", true],
    ["weight", false],
    ["weight_ih_l0", false],
    ["unbiased", false],
  ])("takes %s for a bias: %s", (name, expected) => expect(isBias(name)).toBe(expected));
});

describe("penalties", () => {
  const model = (params: object) =>
    typed(
      {
        x: { type: "Input", shape: [2] },
        y: { type: "Input", shape: [1] },
        out: { type: "Linear", outFeatures: 1, ...params },
        loss: { type: "MSELoss" },
      },
      ["x -> out", "out -> loss.input", "y -> loss.target"],
    );
  const feeds = { "x.output": Float64Array.of(1, 2), "y.output": Float64Array.of(3) };
  const weights = { "out.weight": Float64Array.of(-0.5, 2), "out.bias": Float64Array.of(10) };

  it.each([{}, { frozen: true }])(
    "join the loss in training and evaluation, biases apart: %j",
    async (more) => {
      const graph = model({ l1: 0.1, l2: 0.01, ...more });
      expect(graph.said).toEqual([]);
      // (−0.5 + 4 + 10 − 3)² + 0.1·2.5 + 0.01·4.25
      const expected = 110.25 + 0.25 + 0.0425;
      const pass = await run(gradientStep(graph, { batchSize: 1, training: true }), feeds, weights);
      expect(pass.loss![0]).toBeCloseTo(expected, 12);
      expect(pass["value/loss.output"]![0]).toBeCloseTo(110.25, 12);
      // 2·10.5·x + l1·sign(w) + 2·l2·w; a frozen weight has its gradient too.
      expect(pass["grad/out.weight"]![0]).toBeCloseTo(21 - 0.1 - 0.01, 12);
      expect(pass["grad/out.weight"]![1]).toBeCloseTo(42 + 0.1 + 0.04, 12);
      expect(pass["grad/out.bias"]![0]).toBeCloseTo(21, 12);
      const evaluated = await run(evaluationStep(graph, 1).program, feeds, weights);
      expect(evaluated.loss![0]).toBeCloseTo(expected, 12);
    },
  );

  it("of nothing leave the program as it is", () => {
    const plain = gradientStep(model({}), { batchSize: 1, training: true });
    const none = gradientStep(model({ l1: 0, l2: 0 }), { batchSize: 1, training: true });
    expect(none.instructions.length).toBe(plain.instructions.length);
  });
});
