import { config } from "@vscode/l10n";

/**
 * Hands the messages of the user's language to `t()`. The host writes `vscode.l10n.bundle` as JSON (with `<` escaped)
 * into `<script type="application/json" id="l10n">`; without it, the page is in English. Import this module first:
 * importing it is enough, but it must run before any other module of the page asks for a message.
 */
const contents = document.getElementById("l10n")?.textContent;
if (contents?.trim()) config({ contents });
