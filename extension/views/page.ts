import { randomBytes } from "node:crypto";
import * as vscode from "vscode";

/** The webview pages. Each is a bundle `dist/webview/<name>.js` with its style sheet. */
export type PageName = "canvas" | "training" | "gradients" | "predict" | "summary";

function bundles(extension: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(extension, "dist", "webview");
}

/** A page may run scripts and load files from the bundles' folder, nothing else. */
export function pageOptions(extension: vscode.Uri): vscode.WebviewOptions {
  return { enableScripts: true, localResourceRoots: [bundles(extension)] };
}

/**
 * The HTML of a page. Scripts need the nonce, and nothing is loaded from the network. React Flow and uPlot set inline
 * styles, hence `'unsafe-inline'` for styles.
 */
export function page(webview: vscode.Webview, extension: vscode.Uri, name: PageName, title: string): string {
  const nonce = randomBytes(16).toString("base64");
  const uri = (file: string) =>
    webview.asWebviewUri(vscode.Uri.joinPath(bundles(extension), file)).toString();
  const policy = [
    "default-src 'none'",
    `img-src ${webview.cspSource} data:`,
    `style-src ${webview.cspSource} 'unsafe-inline'`,
    `font-src ${webview.cspSource}`,
    `script-src 'nonce-${nonce}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  return `<!DOCTYPE html>
<html lang="${escaped(vscode.env.language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<link rel="stylesheet" href="${uri(`${name}.css`)}">
</head>
<body>
<div id="root"></div>
<script type="application/json" id="l10n" nonce="${nonce}">${data(vscode.l10n.bundle)}</script>
<script nonce="${nonce}" src="${uri(`${name}.js`)}"></script>
</body>
</html>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** JSON that cannot close the element that contains it. */
function data(value: unknown): string {
  return value === undefined ? "" : JSON.stringify(value).replaceAll("<", "\\u003c");
}
