import { expect, it } from "vitest";
import { ProgramBuilder } from "../../../engine/compiler/ProgramBuilder";
import { simplify } from "../../../engine/compiler/simplify";
import { float } from "../../../engine/tensor/tensor";

it("does not confuse infinity with NaN or minus infinity", () => {
  const builder = new ProgramBuilder();
  const { b } = builder;
  const x = builder.feed("x", float([2]));
  builder.output("a", b.where(x, x, NaN));
  builder.output("b", b.where(x, x, Infinity));
  builder.output("c", b.where(x, x, -Infinity));
  const { outputs } = simplify(builder.finish());
  expect(new Set(outputs.map(({ value }) => value.id)).size).toBe(3);
});
