/** A part of a small picture, as an SVG element. */
export interface Mark {
  readonly tag: "rect" | "circle" | "path" | "polyline";
  readonly look: "tile" | "digit" | "stroke" | "dot" | "dot on" | "cell" | "cell last";
  readonly attributes: Readonly<Record<string, string | number>>;
}

/** The size of these pictures, in px. */
export const dataPictureSize = { width: 104, height: 24 } as const;

/** A small picture of the kind of data that a source holds; a source without one is drawn as a table. */
export function dataPicture(source: string): readonly Mark[] {
  return ((Object.hasOwn(pictures, source) ? pictures[source] : undefined) ?? table)();
}

const pictures: Readonly<Record<string, () => Mark[]>> = {
  digits: tiles,
  idx: tiles,
  csv: table,
  text: lines,
  xor: () => gate((x, y) => x !== y),
  and: () => gate((x, y) => x && y),
  or: () => gate((x, y) => x || y),
  spirals: () => plane((turn, side) => [0.9 * turn, turn * 5 + side * Math.PI]),
  moons: () =>
    dots((fraction, side) => {
      const angle = Math.PI * fraction;
      return side
        ? [60 - 17 * Math.cos(angle), 9 + 10 * Math.sin(angle)]
        : [44 + -17 * Math.cos(angle), 15 - 10 * Math.sin(angle)];
    }),
  blobs: () =>
    dots((fraction, side) => {
      const angle = fraction * 40;
      const radius = 8 * ((fraction * 7.3) % 1);
      return [(side ? 74 : 30) + 1.6 * radius * Math.cos(angle), 12 + radius * Math.sin(angle)];
    }),
  ring: () =>
    dots((fraction, side) => {
      const centre = (Math.PI / 4) * (Math.floor(fraction * 4) + (side ? 4 : 0));
      const angle = fraction * 40;
      return [
        52 + 18 * Math.cos(centre) + 1.5 * Math.cos(angle),
        12 + 9 * Math.sin(centre) + 1.5 * Math.sin(angle),
      ];
    }),
  sine: () => {
    const points = Array.from({ length: 53 }, (_, x) => `${2 * x},${places(12 - 9 * Math.sin(x / 4.2))}`);
    return [{ tag: "polyline", look: "stroke", attributes: { points: points.join(" ") } }];
  },
};

/** Strokes of a few digits in boxes of 20 × 22. */
const strokes = [
  "M5,6 C9,3 15,4 14,9 C13,12 9,12 8,12 C15,12 17,19 9,19 C7,19 5,18 5,17",
  "M10,4 C5,5 5,19 10,19 C15,19 15,4 10,4",
  "M13,4 L6,13 L15,13 M12,9 L12,19",
  "M8,7 L11,4 L11,19",
  "M6,6 L15,5 L9,19",
];

function tiles(): Mark[] {
  return strokes.flatMap((d, index): Mark[] => {
    const place = `translate(${index * 21},1) rotate(${index % 2 ? 3 : -4} 10 11)`;
    return [
      { tag: "rect", look: "tile", attributes: { width: 19, height: 21, rx: 2.5, transform: place } },
      { tag: "path", look: "digit", attributes: { d, transform: `${place} translate(0,-0.5)` } },
    ];
  });
}

function table(): Mark[] {
  return [0, 1, 2].flatMap((row) =>
    [0, 1, 2, 3].map((column): Mark => ({
      tag: "rect",
      look: column === 3 ? "cell last" : "cell",
      attributes: {
        x: column * 26,
        y: 1 + row * 8,
        width: row === 0 ? 22 : 12 + ((row * 7 + column * 5) % 10),
        height: row === 0 ? 5 : 4,
        rx: 1,
      },
    })),
  );
}

/** Words of a text. */
function lines(): Mark[] {
  return [0, 1, 2].flatMap((row) =>
    [0, 1, 2, 3].map((word): Mark => ({
      tag: "rect",
      look: "cell",
      attributes: {
        x: word * 25 + ((row * 5 * word) % 7),
        y: 2 + row * 8,
        width: 10 + ((row * 5 + word * 7) % 11),
        height: 4,
        rx: 1,
      },
    })),
  );
}

function gate(on: (x: boolean, y: boolean) => boolean): Mark[] {
  return [false, true].flatMap((x) =>
    [false, true].map((y): Mark => ({
      tag: "circle",
      look: on(x, y) ? "dot on" : "dot",
      attributes: { cx: x ? 64 : 40, cy: y ? 5 : 19, r: 3.6 },
    })),
  );
}

function plane(polar: (turn: number, side: number) => readonly [number, number]): Mark[] {
  return dots((fraction, side) => {
    const [radius, angle] = polar(fraction, side);
    return [52 + 34 * radius * Math.cos(angle), 12 + 12 * radius * Math.sin(angle)];
  });
}

function dots(place: (fraction: number, side: number) => readonly [number, number]): Mark[] {
  return [0, 1].flatMap((side) =>
    Array.from({ length: 16 }, (_, index): Mark => {
      const [x, y] = place((index + 1) / 16, side);
      return {
        tag: "circle",
        look: side ? "dot on" : "dot",
        attributes: { cx: places(x), cy: places(y), r: 1.7 },
      };
    }),
  );
}

/** With at most two digits after the point. */
function places(value: number): number {
  return Math.round(value * 100) / 100;
}
