/** An error's message and hint as one text. */
export function withHint({
  message,
  hint,
}: {
  readonly message: string;
  readonly hint?: string | undefined;
}): string {
  return hint ? `${message} ${hint}` : message;
}
