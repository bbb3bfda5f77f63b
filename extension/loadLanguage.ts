import * as vscode from "vscode";
import type * as language from "./language";

export type Language = typeof language;

let loading: Promise<Language> | undefined;

/** The graph language, loaded on first use. */
export function loadLanguage(): Promise<Language> {
  loading ??= import("./language").then((language) => {
    if (vscode.l10n.bundle) language.configureMessages({ contents: vscode.l10n.bundle });
    return language;
  });
  return loading;
}
