import { t } from "@vscode/l10n";

/** A list of at most so many names, for messages. */
export function shortList(names: readonly string[], most = 5): string {
  const few = names.slice(0, most).join(", ");
  return names.length > most ? t("{0} and {1} more", few, names.length - most) : few;
}
