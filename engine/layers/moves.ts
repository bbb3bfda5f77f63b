import type { GraphType } from "../tensor/graphType";
import { at } from "../tensor/tensor";
import type { Window } from "./functional/window";

/**
 * How one axis of an output moves along one of an input: its place i is made of `size` neighbouring places around
 * `start + i·step`.
 */
export interface Move {
  /** The axis of the input. */
  readonly along: number;
  /** 1 by default. */
  readonly size?: number;
  /** 1 by default; below 1 where the output is finer than the input. */
  readonly step?: number;
  /** The middle of what place 0 is made of; 0 by default. */
  readonly start?: number;
  /** Whether a window moves, as that of a convolution: the axis is one of positions, of which there are fields. */
  readonly isWindow?: boolean;
}

/**
 * For each axis of an output its move; none if it moves along no axis of the input, as the batch and new features. An axis
 * of the input along which none moves is seen whole from every place.
 */
export type Moves = readonly (Move | undefined)[];

/** Each place sees the same place, also of an input that broadcasts. */
export function samePlaces(input: GraphType, output: GraphType): Moves {
  const lead = output.shape.length - input.shape.length;
  return output.shape.map((size, axis) => {
    const along = axis - lead;
    return along >= 0 && (input.shape[along] === size || size === "N") ? { along } : undefined;
  });
}

/** The output's axes are these axes of the input, in this order; undefined for one that is new or that mixes its places. */
export function axesOf(order: readonly (number | undefined)[]): Moves {
  return order.map((along) => (along === undefined ? undefined : { along }));
}

/** The axes of a type, with undefined for those that mix their places. */
export function axesBut({ shape }: GraphType, ...mixed: readonly number[]): (number | undefined)[] {
  return shape.map((_, axis) => (mixed.includes(axis) ? undefined : axis));
}

/** Windows that move along the axes behind the batch and the channels, which are mixed unless `keepsChannels`. */
export function windowMoves(windows: readonly Window[], keepsChannels = false): Moves {
  return spatialMoves(
    windows.map(({ kernel, stride, before, dilation }) => {
      const extent = dilation * (kernel - 1);
      return { size: extent + 1, step: stride, start: extent / 2 - before };
    }),
    keepsChannels,
  );
}

/**
 * The same for windows that each put one place of the input where `kernel` places of the output are, as a transposed
 * convolution does: what a place sees then depends on the place, and this is the most.
 */
export function transposedMoves(windows: readonly Window[], keepsChannels = false): Moves {
  return spatialMoves(
    windows.map(({ kernel, stride, before, dilation }) => {
      const extent = dilation * (kernel - 1);
      return {
        size: Math.floor(extent / stride) + 1,
        step: 1 / stride,
        start: (before - extent / 2) / stride,
      };
    }),
    keepsChannels,
  );
}

/** Moves along the axes behind the batch and the channels. */
export function spatialMoves(
  moves: readonly Omit<Move, "along" | "isWindow">[],
  keepsChannels: boolean,
): Moves {
  return [
    undefined,
    keepsChannels ? { along: 1 } : undefined,
    ...moves.map((move, axis) => ({ ...move, along: axis + 2, isWindow: true })),
  ];
}

/** Places that are each spread over `1 / ratio` places of the output, or taken at this distance. */
export function resampledMove(ratio: number, size = 1): Omit<Move, "along"> {
  return { size, step: ratio, start: (ratio - 1) / 2 };
}

/** The windows that an adaptive pooling moves; none along an axis that it does not divide evenly, or takes whole. */
export function adaptiveMoves({ shape }: GraphType, outputSize: readonly number[]): Moves {
  const moves = outputSize.map((parts, axis) => {
    const size = Number(at(shape, axis + 2)) / parts;
    if (parts === 1 || !Number.isInteger(size)) return undefined;
    return { along: axis + 2, size, step: size, start: (size - 1) / 2, isWindow: true };
  });
  return [undefined, { along: 1 }, ...moves];
}
