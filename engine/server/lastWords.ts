import { withoutChatter } from "./withoutChatter";

const colour = /\u001b\[[\d;]*m/g;

/**
 * The last output of a dead process on stderr, as one line for display: its error message if there is one, otherwise its
 * last two lines, without stack trace, Node's closing line and the chatter of drivers and libraries. Empty if nothing is
 * left.
 */
export function lastWords(stderr: string): string {
  const lines = withoutChatter(stderr)
    .replace(colour, "")
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter(
      (line) =>
        line !== "" && !line.startsWith("at ") && !/^Node\.js v\d/.test(line) && !/^[\^~]+$/.test(line),
    );
  // Node prints an uncaught error's line of code first; the message says more.
  const error = lines.findLast((line) => /^[\w$.]*(Error|Exception)\b.*:/.test(line));
  return (error ?? lines.slice(-2).join(" ")).slice(0, 400);
}
