import * as vscode from "vscode";
import type { Proposal } from "../../engine/document/names/Proposal";
import { loadLanguage } from "../loadLanguage";
import { modelSuffix } from "./modelFile";
import { Positions } from "./textRange";

/** Characters after which names may follow: in strings, in paths, in wires and in expressions. */
const triggers = ['"', " ", ".", "/", ">", "$"];

const kinds: Readonly<Record<Proposal["kind"], vscode.CompletionItemKind>> = {
  block: vscode.CompletionItemKind.Class,
  parameter: vscode.CompletionItemKind.Property,
  node: vscode.CompletionItemKind.Variable,
  port: vscode.CompletionItemKind.Field,
  weight: vscode.CompletionItemKind.Field,
  figure: vscode.CompletionItemKind.Value,
};

/** Completes names that a document itself defines, beside VS Code's completion by the JSON Schema. */
export class Completions implements vscode.CompletionItemProvider {
  static register(): vscode.Disposable {
    return vscode.languages.registerCompletionItemProvider(
      { pattern: `**/*${modelSuffix}` },
      new Completions(),
      ...triggers,
    );
  }

  async provideCompletionItems(
    document: vscode.TextDocument,
    position: vscode.Position,
    token: vscode.CancellationToken,
  ): Promise<vscode.CompletionItem[]> {
    const { complete } = await loadLanguage();
    if (token.isCancellationRequested) return [];
    const text = document.getText();
    const positions = new Positions(text);
    return complete(text, document.offsetAt(position)).map((proposal, index) => {
      const item = new vscode.CompletionItem(proposal.label, kinds[proposal.kind]);
      item.detail = proposal.detail;
      item.range = positions.range(proposal.range);
      item.filterText = proposal.filter;
      // In our order, before what the schema offers.
      item.sortText = `!${String(index).padStart(6, "0")}`;
      item.insertText = insertion(proposal);
      if (proposal.continues) item.command = { command: "editor.action.triggerSuggest", title: "" };
      return item;
    });
  }
}

function insertion({ insert: { before, field, after = "" } }: Proposal): string | vscode.SnippetString {
  if (field === undefined) return before + after;
  const snippet = new vscode.SnippetString().appendText(before);
  if (field === "") snippet.appendTabstop(1);
  else snippet.appendPlaceholder(field, 1);
  return snippet.appendText(after).appendTabstop(0);
}
