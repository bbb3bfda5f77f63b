import { categoryName } from "./categoryNames";
import { paletteCategories, type PaletteCategory, type PaletteEntry } from "./paletteEntries";

/** Translates a record's text into the user's language. */
type Shown = (text: string) => string;
const asWritten: Shown = (text) => text;

/**
 * The layers that match a query, by category. A match at the beginning of the type ranks first, then one inside it, the
 * layer's other names, its category, and its summary. Categories are ordered by their best layer, or as in the palette.
 */
export function searchLayers(
  layers: Iterable<PaletteEntry>,
  query: string,
  shown: Shown = asWritten,
): readonly { readonly category: PaletteCategory; readonly layers: readonly PaletteEntry[] }[] {
  const ranked = [...layers]
    .map((layer) => ({ layer, rank: rankOf(layer, query, shown) }))
    .filter(({ rank }) => rank < Infinity);
  const groups = paletteCategories.flatMap((category) => {
    const group = ranked.filter(({ layer }) => layer.category === category).sort((a, b) => a.rank - b.rank);
    const [best] = group;
    return best ? [{ category, layers: group.map(({ layer }) => layer), rank: best.rank }] : [];
  });
  return groups.sort((a, b) => a.rank - b.rank);
}

/** The best match: what Enter adds. */
export function bestLayer(
  layers: Iterable<PaletteEntry>,
  query: string,
  shown: Shown = asWritten,
): PaletteEntry | undefined {
  let best: PaletteEntry | undefined;
  let bestRank = Infinity;
  for (const layer of layers) {
    const rank = rankOf(layer, query, shown);
    if (rank < bestRank) [best, bestRank] = [layer, rank];
  }
  return best;
}

function rankOf(layer: PaletteEntry, query: string, shown: Shown): number {
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
  // A translation may list several names, separated by commas.
  const names = (layer.keywords ?? [])
    .flatMap((name) => [name, ...shown(name).split(",")])
    .map((name) => name.toLowerCase().replaceAll(/[\s_-]+/g, ""));
  if (names.includes(joined)) return 2;
  if (names.some((name) => name.includes(joined))) return 3;
  const headings = [layer.category, categoryName(layer.category).toLowerCase()];
  if (headings.some((heading) => heading.startsWith(joined))) return 4;
  // One or two letters occur in almost every sentence; a Korean syllable does not.
  if (/^[\x00-\x7f]{1,2}$/.test(joined)) return Infinity;
  const summaries = [layer.summary, shown(layer.summary)].map((text) => text.toLowerCase());
  return summaries.some((text) => words.every((word) => text.includes(word))) ? 5 : Infinity;
}
