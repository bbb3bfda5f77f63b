import { readFileSync } from "node:fs";
import { config } from "@vscode/l10n";

/**
 * Sets the language of messages to that of the bundle that `NETLOOM_L10N` names (set by the extension); English if there
 * is none or it cannot be read.
 */
export function configureLanguage(path: string | undefined = process.env.NETLOOM_L10N): void {
  if (!path) return;
  try {
    config({ contents: readFileSync(path, "utf8") });
  } catch {
    // Messages stay English.
  }
}
