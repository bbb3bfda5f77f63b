import { tones, type Point, type Shape as Drawn } from "../data/environments/Shape";
import type { PanelContent, PanelFields, Bitmap, SampleBox, SamplePicture } from "../run/panels";
import {
  count,
  fields,
  flag,
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
const shapes = 2000;
const frames = 1000;
const classes = 10_000;

const role = oneOf("input", "target", "prediction", "generated", "real");
const mark = oneOf("given", "right", "wrong");
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
const grey: Shape<Bitmap> = (value) => {
  const found = picture(value);
  return found.channels === 1 ? found : refuse();
};
const box: Shape<SampleBox> = fields({
  left: number,
  top: number,
  right: number,
  bottom: number,
  kind: count,
  score: optional(number),
  isHit: flag,
});
const sample: Shape<SamplePicture> = (value) => ({
  ...picture(value),
  ...fields({
    target: optional(count),
    prediction: optional(count),
    mask: optional(grey),
    iou: optional(number),
    boxes: optional(list(box, numbers)),
  })(value),
});
const piece = fields({ text: text(10_000), mark: optional(mark) });
const classNames = optional(list(text(500), classes));

const point: Shape<Point> = (value) => {
  const [x, y, ...others] = list(number, 2)(value);
  return x !== undefined && y !== undefined && others.length === 0 ? [x, y] : refuse();
};
const tone = oneOf(...tones);
const corners = list(point, shapes);
const drawn: { readonly [K in Drawn["kind"]]: Shape<Omit<Extract<Drawn, { kind: K }>, "kind">> } = {
  polygon: fields({ tone, points: corners }),
  line: fields({ tone, points: corners, width: number }),
  circle: fields({ tone, at: point, radius: number }),
};
const shape: Shape<Drawn> = (value) => {
  const kind = oneOf(...(Object.keys(drawn) as Drawn["kind"][]))(object(value).kind);
  return { kind, ...drawn[kind](value) } as Drawn;
};

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
  lines: fields({ lines: list(fields({ role, y: list(number, numbers) }), rows) }),
  attention: fields({
    heads: list(grey, rows),
    queries: optional(list(text(500), numbers)),
    keys: optional(list(text(500), numbers)),
  }),
  texts: fields({
    samples: list(list(fields({ role, pieces: list(piece, numbers) }), rows), rows),
  }),
  play: fields({
    height: number,
    backdrop: list(shape, shapes),
    frames: list(list(shape, shapes), frames),
    steps: count,
    return: number,
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
