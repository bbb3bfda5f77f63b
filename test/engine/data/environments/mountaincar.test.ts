import { expect, it } from "vitest";
import { mountaincar } from "../../../../engine/data/environments/mountaincar";

const environment = mountaincar.make({});

/** Plays from −0.5 at rest until the goal is reached or the steps are over; the states on the way. */
function play(actionOf: (speed: number) => number, steps: number): (readonly [x: number, v: number])[] {
  const states: (readonly [number, number])[] = [[-0.5, 0]];
  let state: readonly number[] = [-0.5, 0];
  for (let i = 0; i < steps; i++) {
    const { next, reward, done } = environment.step(state, actionOf(state[1]!));
    expect(reward).toBe(-1);
    expect(done).toBe(next[0]! >= 0.5);
    state = next;
    states.push([next[0]!, next[1]!]);
    if (done) break;
  }
  return states;
}

it("follows a trajectory computed from Gym's equations", () => {
  const expected = [
    [-0.49917684300416926, 0.0008231569958307428],
    [-0.49753668667935325, 0.0016401563248160246],
    [-0.4970917969323474, 0.00044488974700586273],
    [-0.49684550006784745, 0.0002462968644999427],
  ];
  const actions = [2, 2, 0, 1];
  const states = play(() => actions.shift() ?? 1, 4).slice(1);
  for (const [i, [x, v]] of states.entries()) {
    expect(x).toBeCloseTo(expected[i]![0]!, 12);
    expect(v).toBeCloseTo(expected[i]![1]!, 12);
  }
});

it("keeps its energy while the engine is off", () => {
  // v²/2 + 0.0025/3 sin(3x) is conserved in continuous time, and up to its steps' size in these.
  const energies = play(() => 1, 1000).map(([x, v]) => v ** 2 / 2 + (0.0025 / 3) * Math.sin(3 * x));
  const [first = NaN] = energies;
  for (const energy of energies) expect(Math.abs(energy - first)).toBeLessThan(1e-6);
});

it("cannot be driven straight to the goal, but swung", () => {
  const straight = play(() => 2, 1000);
  expect(straight).toHaveLength(1001);
  expect(Math.max(...straight.map(([x]) => x))).toBeCloseTo(-0.2667156228556848, 12);
  const swung = play((speed) => (speed >= 0 ? 2 : 0), 1000);
  expect(swung).toHaveLength(124 + 1);
  expect(swung.at(-1)![0]).toBeCloseTo(0.5349499825655736, 12);
});

it("stops at the wall", () => {
  expect([...environment.step([-1.19, -0.07], 0).next]).toEqual([-1.2, 0]);
});
