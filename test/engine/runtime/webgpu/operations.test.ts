import { describe, expect, it } from "vitest";
import { ProgramBuilder } from "../../../../engine/compiler/ProgramBuilder";
import { operations } from "../../../../engine/ops";
import { runBody } from "../../../../engine/runtime/reference/ReferenceRuntime";
import { operationCases, type OperationCase } from "../../ops/cases";
import { checkOperation } from "./operationProgram";
import { runOnce, useSoftwareDevice } from "./softwareDevice";

// Mesa's own choice, so that subgroups are as large as in a user's run.
delete process.env.LP_NATIVE_VECTOR_WIDTH;

const { session } = useSoftwareDevice();

describe("operations", () => {
  it.each(operationCases.map((entry) => [entry.title, entry] as const))("%s", async (_, entry) => {
    await checkOperation(session(), entry);
  });
});

describe("precision of float32", () => {
  const small = [1e-30, -1e-12, 1e-6, -3e-4, 0.01, -0.1, 0.3, -0.499, 0.501, -0.899, 0.901, -1.5];
  const lists = {
    sin: [...small, -80.5, 300.25],
    cos: [0, ...small.filter((x) => x > -1.5), 31.5, -200],
    erf: [...small, 2, -3, 3.9, 4.1, -7],
    expm1: [...small, -3, 3, -20, 20],
  };
  it.each(Object.keys(lists) as (keyof typeof lists)[])("of %s, relative to each result", async (op) => {
    const builder = new ProgramBuilder();
    const given = Float32Array.from(lists[op]);
    const x = builder.feed("x", { shape: [given.length], dtype: "float32" });
    builder.output("y", builder.b[op](x));
    const { y } = await runOnce(session(), builder.finish(), { x: given });
    const wanted = new Float64Array(given.length);
    const tensor = (data: Float64Array) => ({
      type: { shape: [data.length], dtype: "float32" as const },
      data,
    });
    operations[op].reference!({ x: tensor(Float64Array.from(given)) }, [tensor(wanted)], {}, runBody);
    wanted.forEach((value, i) => {
      expect(Math.abs(y![i]! / value - 1), `${op}(${given[i]})`).toBeLessThan(1e-6);
    });
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
    "expm1",
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
