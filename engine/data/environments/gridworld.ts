import { integer } from "../../parameters/parameter";
import { defineEnvironment, type State } from "./Environment";
import { rectangle, type Shape } from "./Shape";

/** Rows and columns that an action moves by. */
const moves = [
  { name: "up", row: -1, column: 0 },
  { name: "down", row: 1, column: 0 },
  { name: "right", row: 0, column: 1 },
  { name: "left", row: 0, column: -1 },
] as const;

/**
 * A square grid whose first and last cell are goals. State: a one in the place of the cell (row by row), zeros elsewhere.
 * Every step costs 1; against a wall one stays. An episode starts in any other cell, each equally likely.
 *
 * Sutton, Barto: Reinforcement Learning, 2nd edition (2018), example 4.1.
 */
export const gridworld = defineEnvironment({
  name: "gridworld",
  summary: "Play: walk on a grid to one of two corners.",
  params: {
    size: integer({ help: "Cells along a side of the grid.", default: 4, minimum: 2, maximum: 32 }),
  },
  limit: 100,
  make: ({ size }) => {
    const cells = size * size;
    const stateOf = (at: number): State => Array.from({ length: cells }, (_, cell) => (cell === at ? 1 : 0));
    const drawn = (cell: number, tone: Shape["tone"], part: number): Shape => {
      const [row, column] = [Math.floor(cell / size), cell % size];
      return rectangle(tone, [(column + 0.5) / size, (row + 0.5) / size], part / size, part / size);
    };
    return {
      bounds: Array.from({ length: cells }, () => ({ low: 0, high: 1 })),
      actions: moves.map(({ name }) => name),
      reset: (random) => stateOf(1 + random.below(cells - 2)),
      step: (state, action) => {
        const cell = state.indexOf(1);
        const { row, column } = moves[action] ?? moves[0];
        const to = [Math.floor(cell / size) + row, (cell % size) + column] as const;
        const isInside = to.every((place) => place >= 0 && place < size);
        const next = isInside ? to[0] * size + to[1] : cell;
        return { next: stateOf(next), reward: -1, done: next === 0 || next === cells - 1 };
      },
      height: 1,
      backdrop: Array.from({ length: cells }, (_, cell) =>
        drawn(cell, cell === 0 || cell === cells - 1 ? "goal" : "ground", 0.92),
      ),
      draw: (state) => [drawn(state.indexOf(1), "moving", 0.5)],
    };
  },
});
