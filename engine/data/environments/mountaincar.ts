import { at } from "../../tensor/tensor";
import { defineEnvironment } from "./Environment";
import type { Point } from "./Shape";

const left = -1.2;
const right = 0.6;
const goal = 0.5;
const fastest = 0.07;
const engine = 0.001;
const gravity = 0.0025;

/**
 * A car in a valley whose engine is too weak to climb out: it must swing. State: position and velocity. Every step costs 1
 * until the goal on the right is reached; against the left wall the car stops.
 *
 * Moore: Efficient memory-based learning for robot control (1990); the constants of Sutton, Barto: Reinforcement
 * Learning, 2nd edition (2018), example 10.1.
 */
export const mountaincar = defineEnvironment({
  name: "mountaincar",
  summary: "Play: swing a car that is too weak out of a valley.",
  params: {},
  limit: 200,
  make: () => ({
    bounds: [
      { low: left, high: right },
      { low: -fastest, high: fastest },
    ],
    actions: ["left", "none", "right"],
    reset: (random) => [random.between(-0.6, -0.4), 0],
    step: (state, action) => {
      const [x, v] = [at(state, 0), at(state, 1)];
      const faster = clamp(v + engine * (action - 1) - gravity * Math.cos(3 * x), -fastest, fastest);
      const next = clamp(x + faster, left, right);
      const speed = next === left ? Math.max(0, faster) : faster;
      return { next: [next, speed], reward: -1, done: next >= goal };
    },
    height: 0.5,
    backdrop: [
      { kind: "line", tone: "ground", width: 0.005, points: hill() },
      {
        kind: "line",
        tone: "goal",
        width: 0.01,
        points: [onHill(goal), [onHill(goal)[0], onHill(goal)[1] - 0.08]],
      },
    ],
    draw: (state) => {
      const [x, y] = onHill(at(state, 0));
      // Across the slope of sin(3x).
      const slope = 3 * Math.cos(3 * at(state, 0)) * climb * (right - left);
      const across = Math.hypot(1, slope);
      const centre = [x - (radius * slope) / across, y - radius / across] as const;
      return [{ kind: "circle", tone: "moving", at: centre, radius }];
    },
  }),
});

const radius = 0.03;
/** How high the hills of sin(3x), from −1 to 1, are in the picture. */
const climb = 0.18;

function onHill(x: number): Point {
  return [(x - left) / (right - left), 0.27 - climb * Math.sin(3 * x)];
}

function hill(): Point[] {
  const pieces = 60;
  return Array.from({ length: pieces + 1 }, (_, i) => onHill(left + ((right - left) * i) / pieces));
}

function clamp(x: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, x));
}
