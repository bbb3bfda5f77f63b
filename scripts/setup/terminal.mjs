// What the scripts say. Everything goes to the terminal at once: no step is silent for long.

const colour = process.stdout.isTTY && !process.env.NO_COLOR;
const paint = (code, text) => (colour ? `\u001b[${code}m${text}\u001b[0m` : text);
export const bold = (text) => paint(1, text);
export const dim = (text) => paint(2, text);
export const red = (text) => paint(31, text);
export const green = (text) => paint(32, text);

/** A line that says what happens now. */
export const say = (text) => console.log(`${bold("·")} ${text}`);

export const seconds = (milliseconds) => `${(milliseconds / 1000).toFixed(1)} s`;

/** Runs a step and says how long it took. */
export async function step(text, work) {
  say(`${text} …`);
  const start = performance.now();
  const result = await work();
  say(`${text}: ${dim(seconds(performance.now() - start))}`);
  return result;
}

/** Something that cannot be had: what is missing and what a person can do about it. */
export class Missing extends Error {
  /**
   * @param {string} what
   * @param {string} [remedy]
   */
  constructor(what, remedy) {
    super(remedy ? `${what}\n  ${remedy}` : what);
    this.name = "Missing";
  }
}

/** Ends a script with words instead of a stack where the cause is known. */
export async function main(work) {
  try {
    await work();
  } catch (error) {
    console.error(`\n${red("✗")} ${error instanceof Missing ? error.message : (error?.stack ?? error)}`);
    process.exit(1);
  }
}
