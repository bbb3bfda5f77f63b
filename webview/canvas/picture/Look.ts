import type { NodeCategory } from "../model/nodeView";

/** The colours of a picture, as `#rrggbb`: what reads an SVG file may know no other notation. */
export interface PictureColours {
  readonly surface: string;
  readonly card: string;
  readonly cardLine: string;
  readonly chip: string;
  /** Around a chip, if it has a line. */
  readonly chipLine?: string | undefined;
  readonly wire: string;
  readonly text: string;
  /** Of names and values. */
  readonly strong: string;
  readonly quiet: string;
  readonly category: Readonly<Record<NodeCategory, string>>;
  /** Of objectives, by their hue (`hueAt`). */
  readonly objectives: readonly string[];
}

/** How a picture looks, whatever it shows. */
export interface Look {
  readonly colours: PictureColours;
  /** Lists of font families, as in CSS. */
  readonly fonts: { readonly text: string; readonly mono: string };
}
