import { describe, expect, it } from "vitest";
import { environments } from "../../../../engine/data/environments";
import type { Environment, State } from "../../../../engine/data/environments/Environment";
import type { Point, Shape } from "../../../../engine/data/environments/Shape";
import { randomSequence } from "../../../../engine/data/random";

describe.each(environments)("$name", ({ params, limit, make }) => {
  const presets = Object.fromEntries(Object.entries(params).map(([name, param]) => [name, param.default]));
  const environment: Environment = make(presets);
  const states = randomPlay(environment, 20, limit);

  it("stays within its bounds, whatever is played", () => {
    for (const [i, { low, high }] of environment.bounds.entries()) {
      const values = states.map((state) => state[i] ?? NaN);
      expect(Math.min(...values)).toBeGreaterThanOrEqual(low);
      expect(Math.max(...values)).toBeLessThanOrEqual(high);
    }
    expect(new Set(states.map(({ length }) => length))).toEqual(new Set([environment.bounds.length]));
  });

  it("gives the same for the same, and changes no state", () => {
    for (const state of states.slice(0, 50)) {
      const before = [...state];
      const [one, other] = [environment.step(state, 0), environment.step(state, 0)];
      expect(one).toEqual(other);
      expect([...state]).toEqual(before);
    }
  });

  it("is drawn within its picture", () => {
    const shapes = [...environment.backdrop, ...states.flatMap((state) => environment.draw(state))];
    const points = shapes.flatMap(pointsOf);
    const [across, down] = [points.map(([x]) => x), points.map(([, y]) => y)];
    expect(Math.min(...across)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...across)).toBeLessThanOrEqual(1);
    expect(Math.min(...down)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...down)).toBeLessThanOrEqual(environment.height);
    // Another state looks different.
    expect(environment.draw(states[0]!)).not.toEqual(environment.draw(states.at(-1)!));
  });
});

function randomPlay(environment: Environment, episodes: number, limit: number): State[] {
  const states: State[] = [];
  for (let episode = 0; episode < episodes; episode++) {
    const random = randomSequence(1, 1, episode);
    let state = environment.reset(random);
    let done = false;
    states.push(state);
    for (let step = 0; step < limit && !done; step++) {
      ({ next: state, done } = environment.step(state, random.below(environment.actions.length)));
      states.push(state);
    }
  }
  return states;
}

function pointsOf(shape: Shape): readonly Point[] {
  return shape.kind === "circle" ? [shape.at] : shape.points;
}
