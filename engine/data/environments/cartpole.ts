import { at } from "../../tensor/tensor";
import { defineEnvironment, type State } from "./Environment";
import { rectangle } from "./Shape";

const gravity = 9.8;
const cartMass = 1;
const poleMass = 0.1;
/** Half of the pole's length, in metres: from the hinge to the centre of its mass. */
const length = 0.5;
/** In newtons, to the left or to the right. */
const force = 10;
/** Seconds between two actions. */
const tau = 0.02;
/** The episode ends beyond these: metres from the middle of the track, and 12° from the vertical. */
const edge = 2.4;
const fallen = (12 * Math.PI) / 180;
/** Each number of a start is uniform in ± this. */
const startSpread = 0.05;

/**
 * A pole hinged to a cart that is pushed left or right. State: the cart's position (m) and velocity (m/s), the pole's
 * angle from the vertical (rad) and angular velocity (rad/s). Without friction, in Euler steps, as in Sutton's code and
 * in Gym's CartPole-v1; every step gives a reward of 1, the last one too.
 *
 * Barto, Sutton, Anderson: Neuronlike adaptive elements that can solve difficult learning control problems (1983);
 * http://incompleteideas.net/sutton/book/code/pole.c
 */
export const cartpole = defineEnvironment({
  name: "cartpole",
  summary: "Play: balance a pole on a cart by pushing it left or right.",
  params: {},
  limit: 500,
  make: () => ({
    bounds: [
      { low: -2 * edge, high: 2 * edge },
      { low: -Infinity, high: Infinity },
      { low: -2 * fallen, high: 2 * fallen },
      { low: -Infinity, high: Infinity },
    ],
    actions: ["left", "right"],
    reset: (random) => Array.from({ length: 4 }, () => random.between(-startSpread, startSpread)),
    step: (state, action) => {
      const next = moved(state, action === 1 ? force : -force);
      const done = Math.abs(at(next, 0)) > edge || Math.abs(at(next, 2)) > fallen;
      return { next, reward: 1, done };
    },
    height,
    backdrop: [
      {
        kind: "line",
        tone: "ground",
        width: 0.005,
        points: [
          [0, trackAt],
          [1, trackAt],
        ],
      },
    ],
    draw: (state) => {
      const x = 0.5 + at(state, 0) * perMetre;
      const hinge = [x, trackAt - cartHeight] as const;
      const angle = at(state, 2);
      const pole = 2 * length * perMetre;
      return [
        rectangle("body", [x, trackAt - cartHeight / 2], 0.12, cartHeight),
        {
          kind: "line",
          tone: "moving",
          width: 0.02,
          points: [hinge, [x + pole * Math.sin(angle), hinge[1] - pole * Math.cos(angle)]],
        },
        { kind: "circle", tone: "goal", at: hinge, radius: 0.01 },
      ];
    },
  }),
});

function moved(state: State, push: number): State {
  const [x, v, angle, spin] = [at(state, 0), at(state, 1), at(state, 2), at(state, 3)];
  const mass = cartMass + poleMass;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const pushed = (push + poleMass * length * spin ** 2 * sin) / mass;
  const turning = (gravity * sin - cos * pushed) / (length * (4 / 3 - (poleMass * cos ** 2) / mass));
  const speeding = pushed - (poleMass * length * turning * cos) / mass;
  return [x + tau * v, v + tau * speeding, angle + tau * spin, spin + tau * turning];
}

// The picture shows the whole track, and the whole pole when it stands.
const perMetre = 1 / (2 * edge + 0.6);
const height = 0.36;
const trackAt = 0.3;
const cartHeight = 0.06;
