/** A rectangle on a picture whose sides go from 0 at the left and the top to 1. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/**
 * The box of a cell of a grid. Of [4, grid, grid] numbers the first two are where the box's centre is in its cell, from 0
 * to 1, and the others its width and height as fractions of the picture's: the coding of YOLO, Redmon et al., "You only
 * look once" (2016).
 *
 * @param start Where the picture's numbers begin.
 * @param cell The number of the cell, row by row.
 */
export function boxOfCell(numbers: ArrayLike<number>, start: number, cell: number, grid: number): Box {
  const number = (index: number) => numbers[start + index * grid * grid + cell] ?? NaN;
  const x = ((cell % grid) + number(0)) / grid;
  const y = (Math.floor(cell / grid) + number(1)) / grid;
  const [width, height] = [number(2), number(3)];
  return { left: x - width / 2, top: y - height / 2, right: x + width / 2, bottom: y + height / 2 };
}
