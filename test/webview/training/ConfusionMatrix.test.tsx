import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import type { Matrix } from "../../../engine/metrics/metric";
import { Cells } from "../../../webview/training/ConfusionMatrix";

const pets = [
  [3, 1],
  [0, 6],
];

describe("the confusion matrix", () => {
  it("is a table with class names, counts and fractions of the rows, and a description of each cell", () => {
    const page = render(pets, ["cat", "dog"]);
    expect(page.match(/<th scope="col"[^>]*>\w+/g)).toHaveLength(2);
    expect(page.match(/<th scope="row"[^>]*>\w+/g)).toHaveLength(2);
    expect(cell(page, "cat predicted as dog: 1 of 4 (25.0\u202f%)")).toBe("1<small>25.0\u202f%</small>");
    expect(cell(page, "dog predicted as dog: 6 of 6 (100\u202f%)")).toBe("6<small>100\u202f%</small>");
    expect(page.match(/class="correct"/g)).toHaveLength(2);
    expect(page).toContain("--fraction:0.25");
  });

  it("numbers classes without names, and accepts a class without samples", () => {
    const page = render([
      [2, 0],
      [0, 0],
    ]);
    expect(cell(page, "1 predicted as 0: 0 of 0 (0\u202f%)")).toBe("0<small>0\u202f%</small>");
  });

  it("shows counts only in tooltips for many classes, and no table for too many", () => {
    const many = render(square(40));
    expect(many).toContain('<table class="bare">');
    expect(cell(many, "7 predicted as 7: 1 of 40 (2.5\u202f%)")).toBe("");
    expect(render(square(129))).toContain("129 classes are too many to draw");
  });
});

function render(rows: Matrix, names?: readonly string[]): string {
  return renderToStaticMarkup(
    <Cells
      matrix={{ step: 1, epoch: 1, part: "validation", rows }}
      names={names}
      onHover={() => undefined}
    />,
  );
}

function square(classes: number): number[][] {
  return Array.from({ length: classes }, () => Array<number>(classes).fill(1));
}

/** The content of the cell with a description. */
function cell(page: string, description: string): string | undefined {
  return page.split(`aria-label="${description}">`)[1]?.split("</td>")[0];
}
