import type { Parameter, Parameters } from "../../engine/parameters/parameter";

/** A table; nothing if it has no rows. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return "";
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(" | ")} |`;
  return [line(head), `|${head.map(() => " --- |").join("")}`, ...rows.map(line)].join("\n");
}

function cell(text: string): string {
  return text.replace(/\|/g, "\\|").replace(/\n/g, " ");
}

export function code(text: string): string {
  return `\`${text}\``;
}

/** LaTeX as a separate block; text without LaTeX commands is prose, possibly with formulas between dollar signs. */
export function formula(text: string): string {
  return text.includes("\\") && !text.includes("$") ? `$$\n${text.trim()}\n$$` : text;
}

/** A heading with its body; nothing if the body is empty. */
export function section(title: string, body: string): string[] {
  return body === "" ? [] : [`## ${title}`, body];
}

export function page(parts: readonly string[]): string {
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

export function sourceList(sources: readonly string[]): string {
  return sources.map((source) => `- ${source.startsWith("http") ? `<${source}>` : source}`).join("\n");
}

export function parameterTable(parameters: Parameters): string {
  return table(
    ["parameter", "value", "default", "meaning"],
    Object.entries(parameters).map(([name, parameter]) => [
      code(name),
      valueOf(parameter),
      parameter.default === undefined
        ? parameter.optional
          ? "none"
          : "must be given"
        : code(JSON.stringify(parameter.default)),
      parameter.unit === undefined ? parameter.help : `${parameter.help} (${parameter.unit})`,
    ]),
  );
}

const kinds: Readonly<Record<Parameter["kind"], string>> = {
  integer: "whole number",
  number: "number",
  boolean: "true or false",
  choice: "",
  text: "text",
  file: "path of a file",
  value: "any value",
  perAxis: "whole number, or one for each axis",
  integers: "list of whole numbers",
  numbers: "list of numbers",
  texts: "list of texts",
  initializer: "[initialiser](../initializers.md)",
};

function valueOf({ kind, orOne, options = [], minimum, maximum }: Parameter): string {
  const words = [
    orOne ? `${kinds[kind]}, or one alone,` : kinds[kind],
    ...options.map((option) => code(JSON.stringify(option))),
  ].filter((word) => word !== "");
  const range = [
    ...(minimum === undefined ? [] : [`from ${String(minimum)}`]),
    ...(maximum === undefined ? [] : [`to ${String(maximum)}`]),
  ];
  return [words.join(", "), ...range].join(" ");
}
