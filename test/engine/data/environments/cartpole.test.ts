import { expect, it } from "vitest";
import { cartpole } from "../../../../engine/data/environments/cartpole";

const environment = cartpole.make({});
const step = (state: readonly number[], action: number) => environment.step(state, action);

it("follows a trajectory computed from Gym's equations", () => {
  const expected = [
    [0.0096, 0.17467919574755525, 0.0308, -0.2430687179600081],
    [0.013093583914951107, -0.020868848948191993, 0.025938625640799837, 0.0591679999394166],
    [0.012676206935987267, 0.1738717748734813, 0.02712198563958817, -0.22521957255967326],
    [0.016153642433456895, 0.36859581150093934, 0.022617594188394704, -0.509225318312219],
    [0.023525558663475683, 0.5633919352233676, 0.012433087822150324, -0.7946957645324529],
  ];
  let state = [0.01, -0.02, 0.03, 0.04];
  for (const [i, action] of [1, 0, 1, 1, 1].entries()) {
    const { next, reward, done } = step(state, action);
    state = [...next];
    for (const [element, value] of expected[i]!.entries()) expect(state[element]).toBeCloseTo(value, 12);
    expect([reward, done]).toEqual([1, false]);
  }
});

it("obeys the equations of motion of a cart of 1 kg with a pole of 0.1 kg and 1 m", () => {
  const starts = [
    [0, 0, 0, 0],
    [1, -0.5, 0.15, 1.2],
    [-2, 2, -0.2, -3],
  ];
  for (const start of starts)
    for (const [action, push] of [-10, 10].entries()) {
      const { next } = step(start, action);
      const [, speed, angle, spin] = start as [number, number, number, number];
      const [speeding, turning] = [(next[1]! - speed) / 0.02, (next[3]! - spin) / 0.02];
      // Newton's law for both together, and for the pole around its hinge; its moment of inertia is 4/3 m l².
      const outward = 0.1 * 0.5 * (turning * Math.cos(angle) - spin ** 2 * Math.sin(angle));
      expect(1.1 * speeding + outward).toBeCloseTo(push, 9);
      expect((4 / 3) * 0.5 * turning + Math.cos(angle) * speeding).toBeCloseTo(9.8 * Math.sin(angle), 9);
    }
});

it("is mirrored if the state and the push are", () => {
  const { next } = step([0.3, -0.4, 0.1, 0.7], 1);
  const mirrored = step([-0.3, 0.4, -0.1, -0.7], 0).next;
  expect([...mirrored].map((value) => -value)).toEqual([...next]);
});

it("ends when the pole leans more than 12° or the cart leaves the track", () => {
  let state = [0, 0, 0, 0];
  let steps = 0;
  let done = false;
  while (!done) {
    const transition = step(state, 1);
    [state, done] = [[...transition.next], transition.done];
    steps++;
  }
  expect(steps).toBe(9);
  expect(state[2]).toBeCloseTo(-0.21518604988500967, 12);
  expect(step([2.39, 1, 0, 0], 1).done).toBe(true);
  expect(step([2.37, 1, 0, 0], 1).done).toBe(false);
});
