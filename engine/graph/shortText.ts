/** Longer messages repeat what a document says, such as a name of a million letters. */
const longestMessage = 1000;

/** A message for people, cut where it is too long for any. */
export function shortText(message: string): string {
  return message.length <= longestMessage ? message : `${message.slice(0, longestMessage - 1)}…`;
}
