import { t } from "@vscode/l10n";
import type { Block } from "../../../engine/graph/graph";
import { holdersOf } from "../../../engine/graph/holdersOf";
import type { Page } from "../../../engine/graph/page";
import { categories, type Category, type Layer } from "../../../engine/layers/layer";

/** The heading under which the palette lists something: a category of layers, or the document's blocks. */
export type PaletteCategory = Category | "block";

export const paletteCategories: readonly PaletteCategory[] = ["block", ...categories];

/** What can be added to a page: a layer, or an instance of a block. */
export interface PaletteEntry extends Pick<Layer, "type" | "summary" | "keywords"> {
  readonly category: PaletteCategory;
}

/** The document's blocks as entries, without those that would contain themselves on this page. */
export function blockEntries(page: Page | undefined): PaletteEntry[] {
  if (!page) return [];
  const { blocks } = page.typed.graph;
  const holders = page.block ? holdersOf(blocks, page.block.name) : new Set<string>();
  return [...blocks.values()]
    .filter(({ name }) => !holders.has(name))
    .map((block) => ({ type: block.name, category: "block", summary: summaryOf(block) }));
}

function summaryOf({ nodes, parameters }: Block): string {
  const names = Object.keys(parameters).join(", ");
  return names === ""
    ? t("A block of this model with {0} nodes.", nodes.size)
    : t("A block of this model with {0} nodes. Parameters: {1}.", nodes.size, names);
}
