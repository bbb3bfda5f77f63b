import { withoutChatter } from "./withoutChatter";

const colour = /\u001b\[[\d;]*m/g;

/**
 * What a process that died said last on stderr, in one line for people: the last few lines without the stack trace,
 * without Node's own closing line, and without what drivers and libraries remark. Empty where nothing is left.
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
  // An uncaught error prints the line of code it was thrown from first; the error itself says more.
  const error = lines.findLast((line) => /^[\w$.]*(Error|Exception)\b.*:/.test(line));
  return (error ?? lines.slice(-2).join(" ")).slice(0, 400);
}
