/**
 * The graph language with its validator, in a bundle of its own (dist/language.cjs): VS Code's start does not wait
 * for it. Loaded by `loadLanguage`.
 */
export { config as configureMessages } from "@vscode/l10n";
export { sources } from "../engine/data/catalog";
export { applyEdit } from "../engine/graph/applyEdit";
export { findFixes } from "../engine/graph/fixes/findFixes";
export { showFix } from "../engine/graph/fixes/showFix";
export { infer } from "../engine/graph/infer";
export { lintGraph } from "../engine/graph/lints/lintGraph";
export { listed } from "../engine/graph/listed";
export { misalignedRows } from "../engine/graph/misalignedRows";
export { parse } from "../engine/graph/parse";
export { starter } from "../engine/graph/starter";
export { trainable } from "../engine/graph/trainable";
export { networkFacts } from "./documents/networkFacts";
