/** What went wrong and what to do about it, as one text. */
export function withHint({
  message,
  hint,
}: {
  readonly message: string;
  readonly hint?: string | undefined;
}): string {
  return hint ? `${message} ${hint}` : message;
}
