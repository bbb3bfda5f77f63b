/** How much of a node is drawn: everything, its name in a size that can be read, or a coloured block. */
export type Detail = "full" | "label" | "block";

/** The zoom below which a node's text is too small to be read, and the one below which not even its name has room. */
const [fullFrom, labelFrom] = [0.45, 0.16];

export function detailAt(zoom: number): Detail {
  if (zoom >= fullFrom) return "full";
  return zoom >= labelFrom ? "label" : "block";
}

/**
 * A factor for what is to be drawn about as large as at zoom 1. In steps, so that the page's styles change only a few times
 * while one zooms.
 */
export function unscaleAt(zoom: number): number {
  return zoom >= fullFrom ? 1 : 1.2 ** Math.round(-Math.log(zoom) / Math.log(1.2));
}
