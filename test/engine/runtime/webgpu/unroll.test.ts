import { describe, expect, it } from "vitest";
import { unroll } from "../../../../engine/runtime/webgpu/unroll";

describe("unroll", () => {
  it("unrolls marked loops, from the outside in, and no others", () => {
    const code = `  // unroll
  for (var r = 0u; r < ROWS; r++) {
    // unroll
    for (var c = 0u; c < TWO; c++) {
      y[r * 2 + c] = row(r, c);
    }
  }
  for (var r = 0u; r < ROWS; r++) {
    z += r;
  }`;
    expect(unroll(code, { ROWS: 2, TWO: 2 })).toMatchInlineSnapshot(`
      "  {
          {
            y[0u * 2 + 0u] = row(0u, 0u);
          }
          {
            y[0u * 2 + 1u] = row(0u, 1u);
          }
        }
        {
          {
            y[1u * 2 + 0u] = row(1u, 0u);
          }
          {
            y[1u * 2 + 1u] = row(1u, 1u);
          }
        }
        for (var r = 0u; r < ROWS; r++) {
          z += r;
        }"
    `);
  });

  it("throws with the name of a missing constant", () => {
    const code = "// unroll\nfor (var i = 0u; i < N; i++) {\n  f(i);\n}";
    expect(() => unroll(code, {})).toThrow("unroll: no constant N");
  });
});
