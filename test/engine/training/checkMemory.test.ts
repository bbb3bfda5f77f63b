import { describe, expect, it } from "vitest";
import { evaluationStep } from "../../../engine/compiler/evaluationStep";
import { trainingStep } from "../../../engine/compiler/trainingStep";
import { infer } from "../../../engine/graph/infer";
import { parse } from "../../../engine/document/parse";
import { checkMemory, checkWeights, hasRoom, type Loading } from "../../../engine/training/checkMemory";
import { memoryNeed, totalOf } from "../../../engine/training/memoryNeed";
import { model } from "./models";

/** 784·1000 + 1000 + 1000·10 + 10 */
const parameters = 795_010;

describe("the memory that a run needs", () => {
  it("includes weights once for all Programs, twice on the CPU, and the optimizer state", () => {
    const { typed, programs } = loading({ batchSize: 10 });
    const gpu = memoryNeed(typed, "gpu", programs);
    expect(gpu).toMatchObject({ weights: 4 * parameters, optimizer: 4 * 2 * parameters });
    const cpu = memoryNeed(typed, "cpu", programs);
    expect(cpu.weights).toBe(2 * gpu.weights);
    expect(cpu.optimizer).toBeGreaterThan(2 * gpu.optimizer);
    expect(memoryNeed(typed, "reference", programs).weights).toBe(2 * cpu.weights);
  });

  it("includes the intermediate tensors of all Programs on the CPU, and of the largest one on a GPU", () => {
    const { typed, programs } = loading({ batchSize: 200 });
    const evaluation = evaluationStep(typed, 200).program;
    const batchOf = (kind: "cpu" | "gpu", all = programs) => memoryNeed(typed, kind, all).batch;
    const more = [...programs, evaluation];
    const feeds = 4 * 2 * 200 * (784 + 1);
    expect(batchOf("cpu", more) - batchOf("cpu")).toBeGreaterThan(feeds + 4 * 200 * 1000);
    expect(batchOf("gpu", more) - batchOf("gpu")).toBeLessThan(feeds + 1000);
  });
});

it("has room for further Programs if the memory that they add is free", () => {
  const { typed, programs } = loading({ batchSize: 200 });
  const further = [evaluationStep(typed, 200).program];
  const added =
    totalOf(memoryNeed(typed, "cpu", [...programs, ...further])) -
    totalOf(memoryNeed(typed, "cpu", programs));
  expect(added).toBeLessThan(totalOf(memoryNeed(typed, "cpu", further)));
  expect(hasRoom(typed, "cpu", programs, further, added)).toBe(true);
  expect(hasRoom(typed, "cpu", programs, further, added - 1)).toBe(false);
  expect(hasRoom(typed, "gpu", programs, further, 0)).toBe(true);
});

describe("a run that is about to start", () => {
  const given = loading({ batchSize: 4096 });
  const need = totalOf(memoryNeed(given.typed, "cpu", given.programs));

  it("is refused if it does not fit, with what needs most memory and a batch size that fits", () => {
    const refused = errorOf(() => checkMemory(given, need / 2));
    expect(refused).toMatchObject({ code: "model-too-large" });
    expect(refused.message).toMatch(
      /^The model needs about \d+ MB of memory, but only \d+ MB are free: steps of 4096 samples \d+ MB, optimizer \d+ MB, weights \d+ MB\.$/,
    );
    const [, batchSize] = /^Set batchSize to (\d+) or less\.$/.exec(refused.details?.hint ?? "") ?? [];
    const smaller = loading({ batchSize: Number(batchSize) });
    expect(smaller.batchSize).toBeGreaterThan(500);
    expect(() => checkMemory(smaller, need / 2)).not.toThrow();
  });

  it("causes a warning if it only just fits, and none if there is room", () => {
    expect(checkMemory(given, need / 0.9)).toMatchObject([
      { code: "memory-nearly-full", severity: "warning", message: expect.stringContaining("Set batchSize") },
    ]);
    expect(checkMemory(given, need / 0.7)).toEqual([]);
  });

  it("counts its data as already in memory, and names them if they need most", () => {
    const heavy = { ...given, data: 20 * need };
    expect(checkMemory(heavy, 10 * need)).toEqual([]);
    const refused = errorOf(() => checkMemory(heavy, need / 2));
    expect(refused.message).toMatch(/free: data \d+ MB/);
    expect(refused.details?.hint).toBe("Use fewer rows of the data.");
  });

  it("names the node with the most weights if these need most", () => {
    const small = loading({ batchSize: 1 });
    expect(errorOf(() => checkMemory(small, 1000)).details?.hint).toMatch(
      /hidden has the most weights\. SGD/,
    );
    expect(errorOf(() => checkWeights(small.typed, 1000)).details?.hint).toMatch(
      /hidden has the most weights\.$/,
    );
  });

  it("is refused on a GPU only for a single tensor above the device's limit", () => {
    const device = { kind: "gpu", largestTensor: 4 * 4096 * 999 } as const;
    expect(errorOf(() => checkMemory({ ...given, device }))).toMatchObject({ code: "model-too-large" });
    expect(checkMemory({ ...given, device: { kind: "gpu" } }, 1)).toEqual([]);
  });
});

function errorOf(call: () => unknown): Error & { readonly details?: { readonly hint?: string } } {
  try {
    call();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error("nothing was thrown");
}

function loading({ batchSize }: { batchSize: number }): Loading {
  const text = model({
    nodes: {
      digits: { type: "Dataset", source: "digits" },
      flat: { type: "Flatten" },
      hidden: { type: "Linear", outFeatures: 1000 },
      relu: { type: "ReLU" },
      logits: { type: "Linear", outFeatures: 10 },
      loss: { type: "CrossEntropyLoss" },
    },
    edges: [
      "digits.image -> flat",
      "flat -> hidden",
      "hidden -> relu",
      "relu -> logits",
      "logits -> loss.input",
      "digits.label -> loss.target",
    ],
    training: { optimizer: { type: "Adam" } },
  });
  const { graph } = parse(text);
  if (!graph) throw new Error("the model does not parse");
  const typed = infer(graph, {});
  return {
    typed,
    programs: [trainingStep(typed, batchSize).program],
    device: { kind: "cpu" },
    batchSize,
  };
}
