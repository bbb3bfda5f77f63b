import { describe, expect, it } from "vitest";
import { ProgramBuilder } from "../../../../engine/compiler/ProgramBuilder";
import { operationCases, type OperationCase } from "../../ops/cases";
import { checkOperation } from "./operationProgram";
import { runOnce, useSoftwareDevice } from "./softwareDevice";

const { session } = useSoftwareDevice();

describe("operations", () => {
  it.each(operationCases.map((entry) => [entry.title, entry] as const))("%s", async (_, entry) => {
    await checkOperation(session(), entry);
  });
});

describe("numbers that are not finite", () => {
  const values = [NaN, Infinity, -Infinity, 0, -0, 1, -2, 3e38, -1e-30];
  const unary = [
    "neg",
    "abs",
    "relu",
    "sqrt",
    "exp",
    "log",
    "softplus",
    "tanh",
    "sigmoid",
    "floor",
    "erf",
  ] as const;
  it.each(unary)("%s", async (op) => {
    await checkElements(op, [values]);
  });
  const grid = values.flatMap((x) => values.map((y) => [x, y] as const));
  const binary = ["add", "sub", "mul", "maximum", "minimum", "greater", "less", "equal"] as const;
  it.each(binary)("%s", async (op) => {
    await checkElements(op, [grid.map(([x]) => x), grid.map(([, y]) => y)]);
  });
  it.each(["sum", "max"] as const)("%s", async (op) => {
    const builder = new ProgramBuilder();
    const x = builder.feed("x", { shape: [3, 4], dtype: "float32" });
    builder.output("y", builder.b[op](x, { axes: [1], keepDims: false }));
    const feeds = { x: Float32Array.of(1, NaN, 2, 3, 1, 2, Infinity, 4, -Infinity, 1, 2, 3) };
    const { y } = await runOnce(session(), builder.finish(), feeds);
    expect([...y!]).toEqual(op === "sum" ? [NaN, Infinity, -Infinity] : [NaN, Infinity, 3]);
  });

  async function checkElements(op: (typeof unary)[number] | (typeof binary)[number], lists: number[][]) {
    const entry = {
      op,
      title: op,
      inputs: lists.map(({ length }) => ({ shape: [length], dtype: "float32" as const })),
      draws: lists,
      attributes: {},
      smooth: false,
    } satisfies OperationCase;
    await checkOperation(session(), entry);
  }
});
