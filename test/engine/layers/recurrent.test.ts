import { describe, expect, it } from "vitest";
import { gradientStep } from "../../../engine/compiler/gradientStep";
import { initialWeights } from "../../../engine/compiler/initialWeights";
import { programMemory } from "../../../engine/compiler/memory";
import { trainingStep } from "../../../engine/compiler/trainingStep";
import { canConnect } from "../../../engine/graph/connect";
import { pageOf } from "../../../engine/graph/page";
import { estimateMemory } from "../../../engine/graph/memory";
import { documentOf, typedOf } from "../graph/documents";
import { ReferenceRuntime } from "../../../engine/runtime/reference/ReferenceRuntime";
import { uniform } from "../fixtures/numbers";
import { layerAlone, problemsOf, runLayer } from "./runLayer";

const types = ["RNN", "LSTM", "GRU"] as const;

describe.each(types)("%s", (type) => {
  const deep = { type, hiddenSize: 3, numLayers: 2, bidirectional: true };

  it("has states of one row, or of a row for each layer and direction", () => {
    const shapes = (layer: object) => layerAlone(layer, { input: [5, 4] }).nodes.get("layer")!.outputs;
    expect(shapes({ type, hiddenSize: 3 })).toMatchObject({
      output: { shape: ["N", 5, 3] },
      hidden: { shape: ["N", 3] },
    });
    expect(shapes(deep)).toMatchObject({ output: { shape: ["N", 5, 6] }, hidden: { shape: ["N", 4, 3] } });
  });

  it("counts the multiply-adds and weights of every layer and direction", () => {
    const gates = { RNN: 1, LSTM: 4, GRU: 3 }[type];
    const node = layerAlone(deep, { input: [5, 4] }).nodes.get("layer")!;
    expect(node.multiplyAdds).toBe(2 * gates * 5 * 3 * (4 + 3 + 6 + 3));
    expect(node.parameterCount).toBe(2 * gates * 3 * (4 + 3 + 2 + 6 + 3 + 2));
  });

  it("estimates the memory of its layers and directions within a factor of two", () => {
    const at = (time: number) => {
      const nodes = `"x": { "type": "Input", "shape": [${time}, 4] }, "deep": ${JSON.stringify({ ...deep, hiddenSize: 16 })},
        "loss": { "type": "MSELoss" }, "y": { "type": "Input", "shape": [4, 16] }`;
      const edges = ["x -> deep", "deep.hidden -> loss.input", "y -> loss.target"];
      const typed = typedOf(documentOf(nodes, edges));
      return {
        exact: programMemory(trainingStep(typed, 64).program).total * 4,
        estimate: estimateMemory(typed, 64).total,
      };
    };
    const [short, long] = [at(4), at(12)];
    const ratio = (long.estimate - short.estimate) / (long.exact - short.exact);
    expect(ratio).toBeGreaterThan(0.5);
    expect(ratio).toBeLessThan(2);
  });

  it("keeps its states over padding, and begins the way back at a sequence's end", async () => {
    const layer = { type, hiddenSize: 2, bidirectional: true };
    const weights = Object.fromEntries(
      Object.entries(layerAlone(layer, { input: [2, 1] }).nodes.get("layer")!.weights).map(
        ([name, { shape }]) => [
          name,
          [
            ...uniform(
              name,
              shape.reduce((product, length) => product * length, 1),
            ),
          ],
        ],
      ),
    );
    const short = await runLayer(layer, { input: [2, 1] }, { input: [0.3, -0.8] }, { weights });
    const padded = await runLayer(
      layer,
      { input: [4, 1], mask: { shape: [4], dtype: "int32" } },
      { input: [0.3, -0.8, 70, -1e6], mask: [1, 1, 0, 0] },
      { weights },
    );
    expect(padded.outputs.hidden).toEqual(short.outputs.hidden);
    expect(padded.outputs.cell).toEqual(short.outputs.cell);
    expect(padded.outputs.output).toEqual([...short.outputs.output!, ...new Array<number>(8).fill(0)]);
  });

  it("lets nothing of the padding into a gradient, not even NaN", async () => {
    const nodes = `"x": { "type": "Input", "shape": [3, 1] }, "mask": { "type": "Input", "shape": [3] },
      "layer": { "type": "${type}", "hiddenSize": 2, "bidirectional": true, "numLayers": 2 },
      "zeros": { "type": "Input", "shape": [3, 4] }, "loss": { "type": "MSELoss" }`;
    const edges = [
      "x -> layer.input",
      "mask -> layer.mask",
      "layer.output -> loss.input",
      "zeros -> loss.target",
    ];
    const typed = typedOf(documentOf(nodes, edges));
    const program = gradientStep(typed, { batchSize: 1, training: true });
    const session = new ReferenceRuntime().open();
    let gradients: Readonly<Record<string, ArrayLike<number>>> = {};
    const executable = await session.load(program, (_, outputs) => {
      gradients = outputs;
    });
    await session.write(initialWeights(typed, 1));
    const feeds = {
      "x.output": Float64Array.of(0.5, NaN, Infinity),
      "mask.output": Float64Array.of(1, 0, 0),
      "zeros.output": new Float64Array(12),
    };
    await executable.run(feeds, 1);
    expect([...(gradients["grad/x.output"] as Float64Array).slice(1)]).toEqual([0, 0]);
    const all = Object.entries(gradients).filter(([name]) => name.startsWith("grad/layer."));
    expect(all.length).toBeGreaterThan(16);
    for (const [name, values] of all)
      expect([...(values as Float64Array)].every(Number.isFinite), name).toBe(true);
  });

  it("gives the first state back where no step counts", async () => {
    const { outputs } = await runLayer(
      { type, hiddenSize: 2 },
      { input: [3, 1], hidden0: [2], mask: [3] },
      { input: [1, 2, 3], hidden0: [0.25, -0.5], mask: [0, 0, 0] },
    );
    expect(outputs.hidden).toEqual([0.25, -0.5]);
    expect(outputs.output).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it("drops between its layers while training, and nowhere else", async () => {
    const run = async (numLayers: number, dropout: number, training: boolean, start: number, step = 1) => {
      const { outputs } = await runLayer(
        { type, hiddenSize: 3, numLayers, dropout },
        { input: [2, 1] },
        { input: [start, 0.4] },
        { training, steps: [step] },
      );
      return outputs.output;
    };
    // All dropped, the upper layer knows nothing of the input.
    expect(await run(2, 1, true, 0.9)).toEqual(await run(2, 1, true, -0.3));
    expect(await run(2, 1, false, 0.9)).not.toEqual(await run(2, 1, false, -0.3));
    expect(await run(2, 0.5, true, 0.9, 1)).not.toEqual(await run(2, 0.5, true, 0.9, 2));
    expect(await run(2, 0.5, true, 0.9, 2)).toEqual(await run(2, 0.5, true, 0.9, 2));
    expect(await run(2, 0.5, false, 0.9)).toEqual(await run(2, 0, true, 0.9));
    expect(await run(1, 0.5, true, 0.9)).toEqual(await run(1, 0, true, 0.9));
  });

  it("tells which state or mask does not fit", () => {
    expect(problemsOf({ type, hiddenSize: 3 }, { input: [5, 4], hidden0: [4] })).toMatchObject([
      { code: "shape-mismatch", port: "hidden0" },
    ]);
    const [problem] = problemsOf(deep, { input: [5, 4], hidden0: [3] });
    expect(problem).toMatchObject({ code: "shape-mismatch", port: "hidden0" });
    expect(problem?.message).toContain("4×3");
    expect(problemsOf(deep, { input: [5, 4], mask: [4] })).toMatchObject([
      { code: "shape-mismatch", port: "mask" },
    ]);
    expect(problemsOf(deep, { input: [4] })).toMatchObject([{ code: "shape-mismatch", port: "input" }]);
  });
});

describe("the ports that may stay without a wire", () => {
  const nodes = `"x": { "type": "Input", "shape": [5, 4] }, "first": { "type": "Input", "shape": [3] },
    "wrong": { "type": "Input", "shape": [2] }, "mask": { "type": "Input", "shape": [5], "dtype": "int32" },
    "encoder": { "type": "LSTM", "hiddenSize": 3 }, "decoder": { "type": "LSTM", "hiddenSize": 3 }`;

  it("are no problem without one, and take one from a state of another layer", () => {
    const typed = typedOf(documentOf(nodes, ["x -> encoder", "x -> decoder"]));
    expect(typed.problems).toEqual([]);
    const from = (port: string) => ({ node: "encoder", port });
    const to = (port: string) => ({ node: "decoder", port });
    expect(canConnect(pageOf(typed), from("hidden"), to("hidden0"))).toEqual({
      ok: true,
      edge: "encoder.hidden -> decoder.hidden0",
    });
    expect(canConnect(pageOf(typed), from("cell"), to("cell0"))).toMatchObject({ ok: true });
    expect(canConnect(pageOf(typed), { node: "mask" }, to("mask"))).toMatchObject({
      ok: true,
      edge: "mask -> decoder.mask",
    });
    expect(canConnect(pageOf(typed), { node: "wrong" }, to("hidden0"))).toMatchObject({ ok: false });
    expect(canConnect(pageOf(typed), from("output"), to("hidden0"))).toMatchObject({ ok: false });
    expect(canConnect(pageOf(typed), { node: "mask" }, to("hidden0"))).toMatchObject({ ok: false });
  });

  it("chain an encoder to a decoder", () => {
    const edges = [
      "x -> encoder",
      "x -> decoder",
      "encoder.hidden -> decoder.hidden0",
      "encoder.cell -> decoder.cell0",
    ];
    expect(typedOf(documentOf(nodes, edges)).problems).toEqual([]);
  });
});
