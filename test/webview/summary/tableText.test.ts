import { expect, it } from "vitest";
import { latexTable, markdownTable, type TextTable } from "../../../webview/summary/tableText";

const table: TextTable = {
  columns: [
    { title: "Node", isNumeric: false },
    { title: "Shape", isNumeric: false },
    { title: "Parameters", isNumeric: true },
  ],
  rows: [
    { depth: 0, cells: ["stage_1", "3×8×8 → 8×6×6", "1,024"] },
    { depth: 1, cells: ["conv|*", "–", "≥ 5"] },
  ],
  foot: ["Total", "", "1,024"],
  note: "About 50% of 2 MB & more",
};

it("writes Markdown with aligned columns and escaped characters", () => {
  expect(markdownTable(table)).toBe(
    [
      "| Node       | Shape         | Parameters |",
      "| ---------- | ------------- | ---------: |",
      "| stage\\_1   | 3×8×8 → 8×6×6 |      1,024 |",
      "| \u00a0\u00a0conv\\|\\* | –             |        ≥ 5 |",
      "| **Total**  |               |  **1,024** |",
      "",
      "About 50% of 2 MB & more",
      "",
    ].join("\n"),
  );
});

it("writes a LaTeX table with the rules of booktabs, without characters that are commands", () => {
  expect(latexTable(table)).toBe(
    String.raw`% \usepackage{booktabs}
\begin{tabular}{llr}
  \toprule
  Node & Shape & Parameters \\
  \midrule
  stage\_1 & 3$\times$8$\times$8 $\to$ 8$\times$6$\times$6 & 1,024 \\
  \quad conv|* & -- & $\geq$ 5 \\
  \midrule
  Total &  & 1,024 \\
  \bottomrule
\end{tabular}

About 50\% of 2 MB \& more
`,
  );
  const { rows } = { rows: latexTable({ ...table, rows: [{ depth: 0, cells: ["a\\b{c}~^#$%&_<>"] }] }) };
  expect(rows).toContain(
    String.raw`a\textbackslash{}b\{c\}\textasciitilde{}\textasciicircum{}\#\$\%\&\_$<$$>$`,
  );
});
