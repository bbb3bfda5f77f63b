import type { SineParams } from "../catalog/sine";
import { purposes, randomSequence } from "../random";
import { generator } from "./loader";

/** The periods have no small common multiple, so that windows do not repeat soon; the amplitudes sum to 1. */
const waves = [
  { amplitude: 0.6, period: 25 },
  { amplitude: 0.3, period: 25 / Math.SQRT2 / 1.5 },
  { amplitude: 0.1, period: 25 * Math.SQRT2 * 2 },
];

/** Windows of one series: sample i has the values i … i + window − 1, and the next value as its target. */
export const sine = generator<SineParams>({
  draw: ({ samples, window, noise }, seed) => {
    const random = randomSequence(seed, purposes.generator);
    const phases = waves.map(() => random.between(0, 2 * Math.PI));
    const series = Float32Array.from({ length: samples + window }, (_, time) =>
      waves.reduce(
        (sum, { amplitude, period }, wave) =>
          sum + amplitude * Math.sin((2 * Math.PI * time) / period + (phases[wave] ?? 0)),
        noise * random.normal(),
      ),
    );
    const input = new Float32Array(samples * window);
    for (let sample = 0; sample < samples; sample++)
      input.set(series.subarray(sample, sample + window), sample * window);
    return [input, series.slice(window)];
  },
});
