import { fontFamilies } from "../model/textWidth";
import type { Look } from "./Look";

/** The fonts that the texts were measured in, and for where there are none of them, common ones that are about as wide. */
export function pictureFonts(): Look["fonts"] {
  const { text, mono } = fontFamilies();
  return {
    text: list([...named(text), '"Segoe UI"', '"Helvetica Neue"', "Arial", "sans-serif"]),
    mono: list([...named(mono), "Menlo", "Consolas", '"DejaVu Sans Mono"', "monospace"]),
  };
}

/** The families of a list without those that stand for any of a kind, which would hide what comes after them. */
function named(families: string): string[] {
  return families
    .split(",")
    .map((name) => name.trim())
    .filter((name) => !/^(["']?(sans-serif|serif|monospace)["']?)?$/.test(name));
}

function list(families: readonly string[]): string {
  return [...new Set(families)].join(", ");
}
