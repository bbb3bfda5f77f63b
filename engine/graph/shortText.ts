/** A longer message repeats something from the document, such as a name of a million letters. */
const longestMessage = 1000;

/** A message, truncated if it is too long to read. */
export function shortText(message: string): string {
  return message.length <= longestMessage ? message : `${message.slice(0, longestMessage - 1)}…`;
}
