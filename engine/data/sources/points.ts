import { purposes, randomSequence, type Random } from "../random";

/**
 * Labelled points in the plane, with Gaussian noise on both coordinates. Classes take turns, so that their sizes differ
 * by at most one.
 */
export function drawPoints(
  { samples, noise, classes }: { samples: number; noise: number; classes: number },
  seed: number,
  place: (label: number, random: Random) => readonly [x: number, y: number],
): [input: Float32Array, label: Int32Array] {
  const random = randomSequence(seed, purposes.generator);
  const input = new Float32Array(2 * samples);
  const labels = new Int32Array(samples);
  for (let sample = 0; sample < samples; sample++) {
    const label = sample % classes;
    const [x, y] = place(label, random);
    input[2 * sample] = x + noise * random.normal();
    input[2 * sample + 1] = y + noise * random.normal();
    labels[sample] = label;
  }
  return [input, labels];
}
