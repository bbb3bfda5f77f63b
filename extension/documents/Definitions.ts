import * as vscode from "vscode";
import { loadLanguage } from "../loadLanguage";
import { modelSuffix } from "./modelFile";
import { Positions } from "./textRange";

/** Leads from names in a model's text to what they stand for, and shows it. */
export class Definitions implements vscode.DefinitionProvider, vscode.HoverProvider {
  static register(): vscode.Disposable {
    const provider = new Definitions();
    const models = { pattern: `**/*${modelSuffix}` };
    return vscode.Disposable.from(
      vscode.languages.registerDefinitionProvider(models, provider),
      vscode.languages.registerHoverProvider(models, provider),
    );
  }

  async provideDefinition(
    document: vscode.TextDocument,
    position: vscode.Position,
  ): Promise<vscode.LocationLink[]> {
    const found = await definitionAt(document, position);
    return found
      ? [
          {
            originSelectionRange: found.range(found.name),
            targetUri: document.uri,
            targetRange: found.range(found.whole),
            targetSelectionRange: found.range(found.target),
          },
        ]
      : [];
  }

  async provideHover(
    document: vscode.TextDocument,
    position: vscode.Position,
  ): Promise<vscode.Hover | undefined> {
    const found = await definitionAt(document, position);
    return (
      found &&
      new vscode.Hover(
        new vscode.MarkdownString().appendCodeblock(found.shown, "jsonc"),
        found.range(found.name),
      )
    );
  }
}

async function definitionAt(document: vscode.TextDocument, position: vscode.Position) {
  const language = await loadLanguage();
  const text = document.getText();
  const definition = language.definitionAt(text, document.offsetAt(position));
  const positions = new Positions(text);
  return definition && { ...definition, range: (range: typeof definition.name) => positions.range(range) };
}
