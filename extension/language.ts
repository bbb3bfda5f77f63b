/**
 * The graph language with its validator, in a separate bundle (dist/language.cjs), so that it does not slow down VS Code's
 * startup. Loaded by `loadLanguage`.
 */
export { config as configureMessages } from "@vscode/l10n";
export { sources } from "../engine/data/catalog";
export { applyEdit } from "../engine/document/applyEdit";
export { complete } from "../engine/document/names/complete";
export { renamableAt, renameAt } from "../engine/document/names/renameAt";
export { definitionAt } from "../engine/document/names/definitionAt";
export { findFixes } from "../engine/fixes/findFixes";
export { showFix } from "../engine/fixes/showFix";
export { infer } from "../engine/graph/infer";
export { lintGraph } from "../engine/fixes/lints/lintGraph";
export { listed } from "../engine/graph/listed";
export { misalignedRows } from "../engine/fixes/misalignedRows";
export { Outline } from "../engine/graph/outline";
export { parse } from "../engine/document/parse";
export { starter } from "../engine/document/starter";
export { trainable } from "../engine/graph/trainable";
export { networkFacts } from "../engine/diagnosis/networkFacts";
