import { categories } from "../../../engine/layers/layer";
import type { Category, Layer } from "../../../engine/layers/layer";
import { categoryName } from "./categoryNames";

/** How people see a text of a record: translated. */
type Shown = (text: string) => string;
const asWritten: Shown = (text) => text;

/**
 * The layers that fit what was typed, by category: the type's beginning first, then its inside, other names that the
 * layer goes by, its category, and the summary. Categories stand as their best layers do, else in the palette's order.
 */
export function searchLayers(
  layers: Iterable<Layer>,
  query: string,
  shown: Shown = asWritten,
): readonly { readonly category: Category; readonly layers: readonly Layer[] }[] {
  const ranked = [...layers]
    .map((layer) => ({ layer, rank: rankOf(layer, query, shown) }))
    .filter(({ rank }) => rank < Infinity);
  const groups = categories.flatMap((category) => {
    const group = ranked.filter(({ layer }) => layer.category === category).sort((a, b) => a.rank - b.rank);
    const [best] = group;
    return best ? [{ category, layers: group.map(({ layer }) => layer), rank: best.rank }] : [];
  });
  return groups.sort((a, b) => a.rank - b.rank);
}

/** Of all that fit, the one that fits best: what Enter adds. */
export function bestLayer(
  layers: Iterable<Layer>,
  query: string,
  shown: Shown = asWritten,
): Layer | undefined {
  let best: Layer | undefined;
  let bestRank = Infinity;
  for (const layer of layers) {
    const rank = rankOf(layer, query, shown);
    if (rank < bestRank) [best, bestRank] = [layer, rank];
  }
  return best;
}

function rankOf(layer: Layer, query: string, shown: Shown): number {
  const words = query
    .toLowerCase()
    .split(/[\s_-]+/)
    .filter((word) => word !== "");
  const joined = words.join("");
  if (joined === "") return 0;
  const type = layer.type.toLowerCase();
  if (type === joined) return 0;
  if (type.startsWith(joined)) return 1;
  if (type.includes(joined)) return 2;
  // A translation may give several, with commas between.
  const names = (layer.keywords ?? [])
    .flatMap((name) => [name, ...shown(name).split(",")])
    .map((name) => name.toLowerCase().replaceAll(/[\s_-]+/g, ""));
  if (names.includes(joined)) return 2;
  if (names.some((name) => name.includes(joined))) return 3;
  const headings = [layer.category, categoryName(layer.category).toLowerCase()];
  if (headings.some((heading) => heading.startsWith(joined))) return 4;
  // One letter, or two, is in every sentence; a Korean syllable is not.
  if (/^[\x00-\x7f]{1,2}$/.test(joined)) return Infinity;
  const said = [layer.summary, shown(layer.summary)].map((text) => text.toLowerCase());
  return said.some((text) => words.every((word) => text.includes(word))) ? 5 : Infinity;
}
