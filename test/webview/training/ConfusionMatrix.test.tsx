import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import type { Matrix } from "../../../engine/metrics/metric";
import { Cells } from "../../../webview/training/ConfusionMatrix";

const pets = [
  [3, 1],
  [0, 6],
];

describe("the confusion matrix", () => {
  it("is a table with the classes' names, counts and shares of the rows, in words for each cell", () => {
    const page = render(pets, ["cat", "dog"]);
    expect(page.match(/<th scope="col"[^>]*>\w+/g)).toHaveLength(2);
    expect(page.match(/<th scope="row"[^>]*>\w+/g)).toHaveLength(2);
    expect(cell(page, "cat taken for dog: 1 of 4 (25.0\u202f%)")).toBe("1<small>25.0\u202f%</small>");
    expect(cell(page, "dog taken for dog: 6 of 6 (100\u202f%)")).toBe("6<small>100\u202f%</small>");
    expect(page.match(/class="right"/g)).toHaveLength(2);
    expect(page).toContain("--share:0.25");
  });

  it("numbers classes without names, and takes a class that was never met", () => {
    const page = render([
      [2, 0],
      [0, 0],
    ]);
    expect(cell(page, "1 taken for 0: 0 of 0 (0\u202f%)")).toBe("0<small>0\u202f%</small>");
  });

  it("leaves counts to the cursor where classes are many, and draws no table of too many", () => {
    const many = render(square(40));
    expect(many).toContain('<table class="bare">');
    expect(cell(many, "7 taken for 7: 1 of 40 (2.5\u202f%)")).toBe("");
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

/** What stands in the cell of these words. */
function cell(page: string, words: string): string | undefined {
  return page.split(`aria-label="${words}">`)[1]?.split("</td>")[0];
}
