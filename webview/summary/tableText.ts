/** A table as text: its cells, as they are shown, and how deep each row is in others. */
export interface TextTable {
  readonly columns: readonly { readonly title: string; readonly isNumeric: boolean }[];
  readonly rows: readonly { readonly depth: number; readonly cells: readonly string[] }[];
  /** The sums under the columns. */
  readonly foot: readonly string[];
  /** A line about the whole. */
  readonly note: string;
}

/** As GitHub's Markdown; rows are indented by spaces that it keeps. */
export function markdownTable({ columns, rows, foot, note }: TextTable): string {
  const escaped = (text: string) => text.replace(/[\\`*_[\]<>|]/g, "\\$&");
  const body = [
    columns.map(({ title }) => escaped(title)),
    ...rows.map(({ depth, cells }) => indented(cells.map(escaped), "\u00a0\u00a0".repeat(depth))),
    foot.map((cell) => (cell === "" ? "" : `**${escaped(cell)}**`)),
  ];
  const widths = columns.map((_, i) => Math.max(3, ...body.map((cells) => cells[i]?.length ?? 0)));
  const lineOf = (cells: readonly string[]) =>
    `| ${columns
      .map(({ isNumeric }, i) => {
        const [cell, width] = [cells[i] ?? "", widths[i] ?? 0];
        return isNumeric ? cell.padStart(width) : cell.padEnd(width);
      })
      .join(" | ")} |`;
  const rule = columns.map(({ isNumeric }, i) => {
    const dashes = "-".repeat((widths[i] ?? 3) - (isNumeric ? 1 : 0));
    return isNumeric ? `${dashes}:` : dashes;
  });
  const [head = [], ...others] = body;
  return [lineOf(head), lineOf(rule), ...others.map(lineOf), "", escaped(note), ""].join("\n");
}

/** As a LaTeX table with the rules of the package booktabs. */
export function latexTable({ columns, rows, foot, note }: TextTable): string {
  const lineOf = (cells: readonly string[]) => `  ${cells.join(" & ")} \\\\`;
  return [
    "% \\usepackage{booktabs}",
    `\\begin{tabular}{${columns.map(({ isNumeric }) => (isNumeric ? "r" : "l")).join("")}}`,
    "  \\toprule",
    lineOf(columns.map(({ title }) => latexText(title))),
    "  \\midrule",
    ...rows.map(({ depth, cells }) => lineOf(indented(cells.map(latexText), "\\quad ".repeat(depth)))),
    "  \\midrule",
    lineOf(foot.map(latexText)),
    "  \\bottomrule",
    "\\end{tabular}",
    "",
    latexText(note),
    "",
  ].join("\n");
}

function indented([first = "", ...others]: readonly string[], space: string): string[] {
  return [space + first, ...others];
}

const latexNames: Readonly<Record<string, string>> = {
  "\\": "\\textbackslash{}",
  "~": "\\textasciitilde{}",
  "^": "\\textasciicircum{}",
  "×": "$\\times$",
  "→": "$\\to$",
  "≥": "$\\geq$",
  "–": "--",
  "…": "\\dots{}",
  "<": "$<$",
  ">": "$>$",
};

/** A text without characters that LaTeX reads as commands, or that its fonts may not have. */
function latexText(text: string): string {
  return text.replace(/[\\~^×→≥–…<>&%$#_{}]/g, (character) => latexNames[character] ?? `\\${character}`);
}
