import type { PanelContent, PanelFields, Bitmap, SamplePicture } from "../run/panels";
import {
  count,
  fields,
  key,
  list,
  malformed,
  number,
  object,
  oneOf,
  optional,
  text,
  type Shape,
} from "./shape";

/** Bounds on what a panel of a file may have; an engine writes a fraction of them. */
const pixels = 400_000;
const rows = 16;
const pictures = 256;
const numbers = 20_000;
const classes = 10_000;

const role = oneOf("input", "target", "prediction", "generated", "real");
const bitmap: Shape<Bitmap> = fields({
  width: count,
  height: count,
  channels: (value): Bitmap["channels"] => (value === 1 || value === 3 ? value : refuse()),
  pixels: base64,
});
/** The text has a byte for each value, so that a small file cannot ask for a large picture. */
const picture: Shape<Bitmap> = (value) => {
  const found = bitmap(value);
  const padding = /=*$/.exec(found.pixels)?.[0].length ?? 0;
  const bytes = (found.pixels.length / 4) * 3 - padding;
  return found.width * found.height * found.channels === bytes ? found : refuse();
};
const sample: Shape<SamplePicture> = (value) => ({
  ...picture(value),
  ...fields({
    target: optional(count),
    prediction: optional(count),
  })(value),
});
const classNames = optional(list(text(500), classes));

/** By how a panel is shown. */
const contents: {
  readonly [S in PanelContent["show"]]: Shape<Omit<Extract<PanelContent, { show: S }>, "show">>;
} = {
  pictures: fields({
    rows: list(fields({ role, pictures: list(sample, pictures) }), rows),
    classNames,
  }),
  points: fields({
    groups: list(
      fields({
        role,
        x: list(number, numbers),
        y: list(number, numbers),
        classes: optional(list(count, numbers)),
      }),
      rows,
    ),
    range: (value): readonly [number, number, number, number] => {
      const [left, right, bottom, top, ...others] = list(number, 4)(value);
      if (
        left === undefined ||
        right === undefined ||
        bottom === undefined ||
        top === undefined ||
        others.length > 0
      )
        throw malformed;
      return [left, right, bottom, top];
    },
    field: optional(picture),
    classNames,
  }),
};

const content: Shape<PanelContent> = (value) => {
  const show = oneOf(...(Object.keys(contents) as PanelContent["show"][]))(object(value).show);
  return { show, ...contents[show](value) } as PanelContent;
};

export const panel: Shape<PanelFields> = fields({
  panel: key,
  node: text(10_000),
  step: count,
  content,
});

function base64(value: unknown): string {
  const found = text(pixels)(value);
  return /^[A-Za-z0-9+/]*={0,2}$/.test(found) ? found : refuse();
}

function refuse(): never {
  throw malformed;
}
