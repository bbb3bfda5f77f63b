/** Sizes shared by all rows. Inputs are random, since speed does not depend on what is learned. */
export const batchSize = 64;
export const classes = 10;
export const learningRate = 1e-3;

/** Different batches in turn, as in training: pixels [batch, 784] and labels [batch]. */
export function batches(count = 8) {
  let state = 1;
  const random = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
  return Array.from({ length: count }, () => ({
    pixels: Float32Array.from({ length: batchSize * 784 }, random),
    labels: Int32Array.from({ length: batchSize }, () => Math.floor(random() * classes)),
  }));
}

/**
 * Milliseconds a step: the median of five windows of at least 0.6 s, after a warm-up of 1 s or 3 steps.
 * `step(i)` queues a step and may give a promise to wait for; `finish()` waits until all queued steps have run and
 * gives the last loss.
 * @param {(index: number) => Promise<void> | void} step
 * @param {() => Promise<number>} finish
 * @returns {Promise<number>}
 */
export async function measure(step, finish) {
  let index = 0;
  const window = async (enough) => {
    const start = performance.now();
    let steps = 0;
    let loss;
    // Waits for queued work now and then, so that the queue does not grow without bound.
    do {
      const chunk = Math.max(1, Math.min(25, steps));
      for (let i = 0; i < chunk; i++) await step(index++);
      steps += chunk;
      loss = await finish();
    } while (!enough(performance.now() - start, steps));
    if (!Number.isFinite(loss)) throw new Error(`the loss is ${loss}`);
    return (performance.now() - start) / steps;
  };
  await window((elapsed, steps) => elapsed > 1000 && steps >= 3);
  const times = [];
  for (let i = 0; i < 5; i++) times.push(await window((elapsed) => elapsed > 600));
  return times.sort((a, b) => a - b)[2];
}

/**
 * How a row's process answers.
 * @param {object} result
 */
export const answer = (result) => process.stdout.write(`\n@@${JSON.stringify(result)}\n`);
