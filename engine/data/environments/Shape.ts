/** A point of a picture: from the left, 0 to 1, and from the top, 0 to the picture's height. */
export type Point = readonly [x: number, y: number];

/** What a shape stands for, which decides its colour. */
export const tones = ["ground", "body", "moving", "goal"] as const;
export type Tone = (typeof tones)[number];

/** A shape of a picture, in units of the picture's width, so that a view can draw what it does not know. */
export type Shape =
  | { readonly kind: "polygon"; readonly tone: Tone; readonly points: readonly Point[] }
  | { readonly kind: "line"; readonly tone: Tone; readonly points: readonly Point[]; readonly width: number }
  | { readonly kind: "circle"; readonly tone: Tone; readonly at: Point; readonly radius: number };

/** An upright rectangle around a point. */
export function rectangle(tone: Tone, [x, y]: Point, width: number, height: number): Shape {
  const [right, down] = [width / 2, height / 2];
  return {
    kind: "polygon",
    tone,
    points: [
      [x - right, y - down],
      [x + right, y - down],
      [x + right, y + down],
      [x - right, y + down],
    ],
  };
}
