import { readFileSync } from "node:fs";
import { config } from "@vscode/l10n";

/**
 * Messages in the language whose bundle `NETLOOM_L10N` names (the extension sets it); English without one or where it
 * cannot be read.
 */
export function configureLanguage(path: string | undefined = process.env.NETLOOM_L10N): void {
  if (!path) return;
  try {
    config({ contents: readFileSync(path, "utf8") });
  } catch {
    // English is always there.
  }
}
