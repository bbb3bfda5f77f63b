import { sampleShape } from "../../tensor/graphType";
import { insertOn } from "../insertOn";
import type { FixRule } from "../fix";

/** For an image or a sequence whose numbers arrive in other axes, or an axis of size 1 too many or too few. */
export const reshape: FixRule = (conflict) =>
  conflict.wires.flatMap((wire) => {
    const sizes = sampleShape(wire.type);
    return shapesFor(sizes).flatMap((shape) =>
      insertOn(conflict, wire, [{ type: "Reshape", params: { shape } }]),
    );
  });

function shapesFor(sizes: readonly number[]): number[][] {
  const dense = sizes.filter((size) => size !== 1);
  const squeezed = dense.length < sizes.length ? [dense] : [];
  const [first = 1, second = 1, third = 1] = sizes;
  switch (sizes.length) {
    case 0:
      return [[1]];
    case 1:
      return [...squeezed, ...squareImages(first), [first, 1], [1, first]];
    case 2:
      return [...squeezed, [1, first, second]];
    case 3:
      return [...squeezed, [first, second * third]];
    default:
      return squeezed;
  }
}

/** The shapes of gray or colour images with this many numbers, if they are square. */
function squareImages(size: number): number[][] {
  return [1, 3].flatMap((channels) => {
    const side = Math.sqrt(size / channels);
    return side > 1 && Number.isInteger(side) ? [[channels, side, side]] : [];
  });
}
