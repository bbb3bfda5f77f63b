import { t } from "@vscode/l10n";
import type { Fix } from "./fix";

/** `Insert Flatten between "conv" and "logits"`, and the parameters it adds, if any: `(+1280 parameters)`. */
export function showFix({ title, parameters }: Pick<Fix, "title" | "parameters">): string {
  if (parameters === 0) return title;
  const change = `${parameters > 0 ? "+" : "−"}${String(Math.abs(parameters))}`;
  return t("{0} ({1} parameters)", title, change);
}
