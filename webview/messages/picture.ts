import { matching, text, type Guard } from "../../engine/document/guard";

/** The most characters of a picture in a message. */
export const mostPictureCharacters = 32_000_000;

/** What the host asks a canvas to draw. */
export interface PictureRequest {
  /** The model's. */
  readonly name: string;
  readonly format: "svg" | "png";
  readonly colours: "theme" | "print";
}

/** The elements and attributes of the pictures that a canvas draws: none of them loads or runs anything. */
const tag = new RegExp(
  `</?(?:svg|title|desc|g|rect|circle|path|polyline|text)(?: (?:${[
    ...["xmlns", "width", "height", "viewBox", "role", "aria-labelledby", "aria-describedby", "id"],
    ...["x", "y", "rx", "cx", "cy", "r", "d", "points", "transform"],
    ...["fill", "opacity", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap", "stroke-linejoin"],
    ...[
      "font-family",
      "font-size",
      "font-weight",
      "font-style",
      "text-decoration",
      "text-anchor",
      "textLength",
      "lengthAdjust",
    ],
  ].join("|")})="[^"<>]*")*/?>`,
  "g",
);

/** An SVG document with nothing in it but what the canvas draws, since whoever opens the file runs what is in it. */
export const svgText: Guard<string> = (value): value is string =>
  text(value) &&
  value.length <= mostPictureCharacters &&
  value.startsWith("<svg ") &&
  !value.replace(tag, "").includes("<");

/** The bytes of a PNG file in base64. */
const png = matching(/^iVBORw0KGgo[A-Za-z0-9+/]*={0,2}$/);
export const pngBytes: Guard<string> = (value): value is string =>
  text(value) && value.length <= mostPictureCharacters && png(value);
