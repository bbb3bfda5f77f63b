import { categories } from "../../../engine/layers/layer";
import type { Category, Layer } from "../../../engine/layers/layer";

/**
 * The layers that fit what was typed, by category in the palette's order: the type's beginning first, then its inside,
 * then the summary. `shown` gives a text as people see it.
 */
export function searchLayers(
  layers: Iterable<Layer>,
  query: string,
  shown: (text: string) => string = (text) => text,
): readonly { readonly category: Category; readonly layers: readonly Layer[] }[] {
  const words = query.trim().toLowerCase();
  const ranked = [...layers]
    .map((layer) => ({ layer, rank: rankOf(layer, words, shown) }))
    .filter(({ rank }) => rank < Infinity);
  return categories.flatMap((category) => {
    const group = ranked.filter(({ layer }) => layer.category === category);
    if (group.length === 0) return [];
    return [{ category, layers: group.sort((a, b) => a.rank - b.rank).map(({ layer }) => layer) }];
  });
}

/** Of all that fit, the one that fits best: what Enter adds. */
export function bestLayer(layers: Iterable<Layer>, query: string): Layer | undefined {
  const words = query.trim().toLowerCase();
  let best: Layer | undefined;
  let bestRank = Infinity;
  for (const layer of layers) {
    const rank = rankOf(layer, words, (text) => text);
    if (rank < bestRank) [best, bestRank] = [layer, rank];
  }
  return best;
}

function rankOf(layer: Layer, words: string, shown: (text: string) => string): number {
  if (words === "") return 0;
  const type = layer.type.toLowerCase();
  if (type === words) return 0;
  if (type.startsWith(words)) return 1;
  if (type.includes(words)) return 2;
  if (layer.category.startsWith(words)) return 3;
  return words.length > 2 && shown(layer.summary).toLowerCase().includes(words) ? 4 : Infinity;
}
