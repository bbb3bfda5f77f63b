import { describe, expect, it } from "vitest";
import { evaluate, ExpressionError, isExpression, parseExpression } from "../../../engine/graph/expression";

const values = new Map<string, unknown>([
  ["heads", 4],
  ["width", 30],
  ["rate", 0.5],
  ["index", 3],
  ["zero", 0],
  ["name", "same"],
  ["sizes", [1, 2]],
]);

function valueOf(text: string): unknown {
  return evaluate(parseExpression(text), values);
}

describe("an expression", () => {
  it.each([
    ["$heads", 4],
    ["$heads * 2", 8],
    ["2 ** $index", 8],
    ["$heads * ($width // 4)", 28],
    ["$width / 4", 7.5],
    ["$width % 4", 2],
    // As in Python: rounded down, with the sign of the divisor.
    ["-$width // 4", -8],
    ["-$width % 4", 2],
    ["$width % -4", -2],
    ["1 + $heads * 2 - 3", 6],
    ["10 - $heads - 3", 3],
    ["$width // 4 // 2", 3],
    // Powers group to the right, and bind tighter than a sign before them but not than one behind.
    ["2 ** $index ** 2", 512],
    ["-$heads ** 2", -16],
    ["2 ** -$index", 0.125],
    ["-2 * $heads", -8],
    ["+$heads", 4],
    ["--$heads", 4],
    ["min($heads, $width, 2)", 2],
    ["max($heads, 3 * 2)", 6],
    ["max($heads)", 4],
    ["min(max($heads, 5), 6) + 1", 6],
    [".5 * $heads", 2],
    ["1e1 * $heads", 40],
    [" ( $heads )", 4],
  ])("%s is %s", (text, expected) => {
    expect(valueOf(text)).toBe(expected);
  });

  it("that is a parameter alone has its value, whatever it is", () => {
    expect(valueOf("$name")).toBe("same");
    expect(valueOf("$sizes")).toEqual([1, 2]);
  });

  it.each([
    ["$heads /", "it ends too early"],
    ["$heads 2", '"2" is not expected there'],
    ["($heads", "it ends too early"],
    ["$heads)", '")" is not expected there'],
    ["$heads & 1", '"& 1" cannot be understood'],
    ["heads * $width", '"heads" is not known here; a parameter is written $heads'],
    ["constructor($heads)", '"constructor" is not known here'],
    ["min($heads,)", '")" is not expected there'],
    ["$heads / $zero", "it divides by zero"],
    ["$heads // 0", "it divides by zero"],
    ["$heads % $zero", "it divides by zero"],
    ["$zero ** -1", "it divides by zero"],
    ["10 ** 400 * $heads", "it is too large to compute"],
    ["(0 - $heads) ** 0.5", "has no value"],
    ["$name * 2", '"name" is not a number'],
    ["$other * 2", 'there is no parameter "other"'],
    ["$other", 'there is no parameter "other"'],
    [`${"(".repeat(80)}$heads${")".repeat(80)}`, "nested more than 64 levels"],
    [`$heads${" + 1".repeat(1000)}`, "at most 1000 are allowed"],
  ])("%s is refused", (text, why) => {
    expect(() => valueOf(text)).toThrow(ExpressionError);
    expect(() => valueOf(text)).toThrow(why);
  });

  it("is a text that names a parameter", () => {
    expect(["$a", "2 * $a", "min($a, 1)"].every(isExpression)).toBe(true);
    expect(["same", "$", "5 $", "$1", 3, null, ["$a"]].some(isExpression)).toBe(false);
  });

  it("lists each parameter that it names once", () => {
    expect(parseExpression("$a + $b * $a").names).toEqual(["a", "b"]);
  });
});
