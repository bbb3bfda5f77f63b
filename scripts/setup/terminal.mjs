// The scripts' output. It is printed immediately: no step is silent for long.

const colour = process.stdout.isTTY && !process.env.NO_COLOR;
const paint = (code, text) => (colour ? `\u001b[${code}m${text}\u001b[0m` : text);
export const bold = (text) => paint(1, text);
export const dim = (text) => paint(2, text);
export const red = (text) => paint(31, text);
export const green = (text) => paint(32, text);

/** Prints what is happening now. */
export const say = (text) => console.log(`${bold("·")} ${text}`);

export const seconds = (milliseconds) => `${(milliseconds / 1000).toFixed(1)} s`;

/** Runs a step and prints how long it took. */
export async function step(text, work) {
  say(`${text} …`);
  const start = performance.now();
  const result = await work();
  say(`${text}: ${dim(seconds(performance.now() - start))}`);
  return result;
}

/** Something that is unavailable: what is missing and what the user can do about it. */
export class Missing extends Error {
  /**
   * @param {string} what
   * @param {string} [fix]
   */
  constructor(what, fix) {
    super(fix ? `${what}\n  ${fix}` : what);
    this.name = "Missing";
  }
}

/** Runs a script; if the cause of an error is known, it ends with a message instead of a stack trace. */
export async function main(work) {
  try {
    await work();
  } catch (error) {
    console.error(`\n${red("✗")} ${error instanceof Missing ? error.message : (error?.stack ?? error)}`);
    process.exit(1);
  }
}
