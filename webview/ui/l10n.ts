import { config } from "@vscode/l10n";

/**
 * Hands the messages of the person's language to `t()`. The host writes `vscode.l10n.bundle` as JSON (with `<` escaped)
 * into `<script type="application/json" id="l10n">`; a page without it speaks English. Import this module first: the
 * import alone does it, before any other module of the page asks for a message.
 */
const contents = document.getElementById("l10n")?.textContent;
if (contents?.trim()) config({ contents });
