import { describe, expect, it } from "vitest";
import { differentiate } from "../../../engine/compiler/differentiate";
import { ProgramBuilder } from "../../../engine/compiler/ProgramBuilder";
import { simplify } from "../../../engine/compiler/simplify";
import { lowerProgram } from "../../../engine/interop/onnx/lowerProgram";
import type { OnnxGraph } from "../../../engine/interop/onnx/model";
import type { Builder, Value } from "../../../engine/ops/operation";
import { float } from "../../../engine/tensor/tensor";

/** The graph's nodes, one per line; inputs that are constants are left out. */
function lines({ nodes, initializers }: OnnxGraph): string[] {
  const constants = new Set(initializers.map(({ name }) => name));
  return nodes.map(
    ({ type, inputs, outputs }) =>
      `${outputs.join(", ")} = ${type}(${inputs.filter((name) => !constants.has(name)).join(", ")})`,
  );
}

function lowered(build: (builder: ProgramBuilder, b: Builder) => Value | undefined): OnnxGraph {
  const builder = new ProgramBuilder();
  const y = build(builder, builder.b);
  if (y) builder.output("y", y);
  return lowerProgram(simplify(builder.finish()));
}

const window = {
  stride: [2, 2],
  padding: [
    [0, 0],
    [0, 0],
  ],
  dilation: [1, 1],
} as const;

describe("a Program as an ONNX graph", () => {
  it("gives feeds, state, next state and outputs distinct names", () => {
    const graph = lowered((builder, b) => {
      const w = builder.slot("w", float([2]));
      const next = b.sub(w, builder.feed("w", float([2])));
      builder.update("w", next);
      builder.output("w", next);
      return undefined;
    });
    expect(graph.inputs.map(({ name }) => name)).toEqual(["feed/w", "state/w"]);
    expect(lines(graph)).toMatchInlineSnapshot(`
      [
        "next/w = Sub(state/w, feed/w)",
        "output/w = Identity(next/w)",
      ]
    `);
  });

  it("fuses a bias into the product or the convolution", () => {
    const linear = lowered((builder, b) => {
      const product = b.matmul(builder.feed("x", float([3, 4])), builder.slot("w", float([5, 4])), {
        transposeA: false,
        transposeB: true,
      });
      return b.add(product, builder.slot("bias", float([5])));
    });
    expect(lines(linear)).toEqual(["output/y = Gemm(feed/x, state/w, state/bias)"]);
    const convolution = lowered((builder, b) => {
      const attributes = { ...window, groups: 1 };
      const y = b.conv2d(
        builder.feed("x", float([3, 2, 4, 4])),
        builder.slot("w", float([5, 2, 2, 2])),
        attributes,
      );
      return b.add(y, b.reshape(builder.slot("bias", float([5])), { shape: [1, 5, 1, 1] }));
    });
    expect(lines(convolution)).toEqual(["output/y = Conv(feed/x, state/w, state/bias)"]);
  });

  it("does not fuse a sum whose product is used elsewhere, or one that broadcasts over rows", () => {
    const graph = lowered((builder, b) => {
      const product = b.matmul(builder.feed("x", float([3, 4])), builder.slot("w", float([4, 1])), {
        transposeA: false,
        transposeB: false,
      });
      builder.output("product", product);
      return b.add(product, builder.slot("bias", float([1])));
    });
    expect(lines(graph).filter((line) => line.includes("Add"))).toHaveLength(1);
    const wide = lowered((builder, b) => {
      const product = b.matmul(builder.feed("x", float([3, 4])), builder.slot("w", float([4, 1])), {
        transposeA: false,
        transposeB: false,
      });
      return b.add(product, builder.slot("bias", float([5])));
    });
    expect(lines(wide).filter((line) => line.includes("Add"))).toHaveLength(1);
  });

  it("reuses a pooling's indices, and masks ReLU's gradient before it is unpooled", () => {
    const graph = lowered((builder, b) => {
      const x = builder.slot("x", float([1, 2, 4, 4]));
      const [pooled] = b.maxPool2d(b.relu(x), { ...window, kernel: [2, 2] });
      const loss = b.sum(b.mul(pooled, pooled), { axes: [0, 1, 2, 3], keepDims: false });
      return differentiate(builder, loss, [x])[0]!;
    });
    const types = graph.nodes.map(({ type }) => type);
    expect(types).not.toContain("Sub");
    expect(types.at(-1)).toBe("MaxUnpool");
    expect(types.indexOf("Greater")).toBeGreaterThan(types.indexOf("MaxPool"));
  });

  it("concatenates the gradients of adjacent slices", () => {
    const gradientOf = (ranges: readonly (readonly [number, number])[]) =>
      lowered((builder, b) => {
        const x = builder.slot("x", float([2, 6]));
        const parts = ranges.map(([start, end], i) => {
          const part = b.slice(x, { starts: [0, start], ends: [2, end] });
          return b.sum(b.mul(part, i + 2), { axes: [0, 1], keepDims: false });
        });
        const loss = parts.reduce((sum, part) => b.add(sum, part));
        return differentiate(builder, loss, [x])[0]!;
      }).nodes.map(({ type }) => type);
    const side = gradientOf([
      [2, 4],
      [0, 2],
      [4, 6],
    ]);
    expect(side.filter((type) => type === "Concat")).toHaveLength(1);
    expect(side).not.toContain("Pad");
    for (const ranges of [
      [
        [0, 3],
        [4, 6],
      ],
      [
        [0, 4],
        [3, 6],
      ],
      [
        [0, 2],
        [2, 5],
      ],
    ] as const) {
      const types = gradientOf(ranges);
      expect(types).not.toContain("Concat");
      expect(types.filter((type) => type === "Pad")).toHaveLength(2);
    }
  });

  it("compares in booleans and casts to numbers only if they are read", () => {
    const graph = lowered((builder, b) => {
      const x = builder.feed("x", float([3]));
      return b.where(b.greater(x, 0), x, b.mul(x, 0.5));
    });
    expect(graph.nodes.map(({ type }) => type).sort()).toEqual(["Greater", "Mul", "Where"]);
  });
});
