import { describe, expect, it } from "vitest";
import { Column } from "../../../engine/diagnosis/Column";

describe("Column", () => {
  it("grows past its first allocation and truncates", () => {
    const column = new Column();
    for (let value = 0; value < 5000; value++) column.push(value * 2);
    expect([column.length, column.get(4999), column.last, column.get(5000)]).toEqual([5000, 9998, 9998, NaN]);
    column.truncate(10);
    expect([...column.view(7)]).toEqual([14, 16, 18]);
    column.push(1);
    expect([column.length, column.last]).toEqual([11, 1]);
  });

  it("finds the first element that is at least a value", () => {
    const column = new Column();
    for (const value of [1, 3, 3, 7]) column.push(value);
    expect([0, 1, 2, 3, 4, 8].map((value) => column.lowerBound(value))).toEqual([0, 0, 1, 1, 3, 4]);
  });
});
