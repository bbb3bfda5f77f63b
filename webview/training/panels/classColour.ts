import { themeColour } from "../../ui/theme";

/** Neighbours differ in lightness too. Without orange, which VS Code's own themes make transparent. */
const names = ["blue", "yellow", "red", "green", "purple"] as const;

/** The colour of a class, from the theme's charts; the names of the classes are next to it, or it is one of many. */
export function classColour(index: number): string {
  return themeColour(`charts-${names[index % names.length] ?? "blue"}`);
}
