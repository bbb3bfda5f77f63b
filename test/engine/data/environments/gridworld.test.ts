import { expect, it } from "vitest";
import { gridworld } from "../../../../engine/data/environments/gridworld";

const environment = gridworld.make({ size: 4 });

const stateOf = (at: number) => Array.from({ length: 16 }, (_, cell) => (cell === at ? 1 : 0));

const cellAfter = (cell: number, action: string) => {
  const { next, reward, done } = environment.step(stateOf(cell), environment.actions.indexOf(action));
  expect(reward).toBe(-1);
  expect([...next].reduce((sum, value) => sum + value, 0)).toBe(1);
  return { cell: next.indexOf(1), done };
};

it("moves by a cell, and stays where it is at a wall", () => {
  expect(cellAfter(5, "up")).toEqual({ cell: 1, done: false });
  expect(cellAfter(5, "down")).toEqual({ cell: 9, done: false });
  expect(cellAfter(5, "right")).toEqual({ cell: 6, done: false });
  expect(cellAfter(5, "left")).toEqual({ cell: 4, done: false });
  expect(cellAfter(3, "right")).toEqual({ cell: 3, done: false });
  expect(cellAfter(4, "left")).toEqual({ cell: 4, done: false });
  expect(cellAfter(1, "left")).toEqual({ cell: 0, done: true });
  expect(cellAfter(11, "down")).toEqual({ cell: 15, done: true });
});

it("starts in each cell that is no goal", () => {
  const cells = Array.from({ length: 14 }, (_, i) =>
    environment.reset({ between: () => NaN, below: (count) => (expect(count).toBe(14), i) }).indexOf(1),
  );
  expect(cells).toEqual(Array.from({ length: 14 }, (_, i) => i + 1));
});

it("gives walking at random the values of Sutton and Barto's figure 4.1", () => {
  let values = new Array<number>(16).fill(0);
  for (let sweep = 0; sweep < 1000; sweep++)
    values = values.map((_, cell) => {
      if (cell === 0 || cell === 15) return 0;
      const after = environment.actions.map((_, action) => environment.step(stateOf(cell), action));
      return after.reduce((sum, { next, reward }) => sum + (reward + values[next.indexOf(1)]!) / 4, 0);
    });
  expect(values.map((value) => Math.round(value * 1e6) / 1e6)).toEqual([
    0, -14, -20, -22, -14, -18, -20, -20, -20, -20, -18, -14, -22, -20, -14, 0,
  ]);
});
