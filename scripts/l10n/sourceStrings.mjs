import { readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";
import ts from "typescript";
import { root } from "../setup/paths.mjs";

/** Folders with messages for users. */
const folders = ["engine", "extension", "webview"];

/**
 * The arguments of `t()` that need not be literals: strings of records, which are collected from the records
 * themselves.
 */
const recordFields = new Set([
  "summary",
  "help",
  "optimizerHelp",
  "description",
  "metric",
  "title",
  "label",
  "heading",
]);

/** Attributes of elements that users read or hear. */
const spoken = new Set(["title", "aria-label", "placeholder", "alt", "label"]);

/** Functions, and fields of objects that a class creates. */
const isCalledLater = (node) =>
  ts.isFunctionLike(node) ||
  (ts.isPropertyDeclaration(node) &&
    !node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword));

/**
 * The English of every message in the sources, and faults in how they are written.
 * @returns {{ strings: string[], faults: string[] }}
 */
export function sourceStrings() {
  const strings = [];
  const faults = [];
  for (const folder of folders)
    for (const name of readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })) {
      if (!/\.tsx?$/.test(name) || name.endsWith(".d.ts")) continue;
      const file = path.join(folder, name);
      const found = stringsOf(file, readFileSync(path.join(root, file), "utf8"));
      strings.push(...found.strings);
      faults.push(...found.faults);
    }
  return { strings, faults };
}

/**
 * Like `sourceStrings`, for one file.
 * @param {string} file
 * @param {string} text
 * @returns {{ strings: string[], faults: string[] }}
 */
export function stringsOf(file, text) {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const strings = [];
  const faults = [];
  const fault = (node, what) => {
    const { line, character } = source.getLineAndCharacterOfPosition(node.getStart());
    faults.push(`${file}:${line + 1}:${character + 1}: ${what}`);
  };
  const translates = source.statements.some(
    (statement) =>
      ts.isImportDeclaration(statement) &&
      statement.moduleSpecifier.text === "@vscode/l10n" &&
      statement.importClause?.namedBindings?.elements?.some(({ name }) => name.text === "t"),
  );

  const message = (node) => {
    if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) strings.push(node.text);
    else if (ts.isConditionalExpression(node)) {
      message(node.whenTrue);
      message(node.whenFalse);
    } else if (!recordFields.has(ts.isPropertyAccessExpression(node) ? node.name.text : node.getText()))
      fault(node, "a message is one literal with {0}, not put together");
  };
  const visit = (node, inFunction) => {
    if (translates && ts.isCallExpression(node) && node.expression.getText() === "t") {
      message(node.arguments[0]);
      // The language is set after all modules are loaded, except in a webview, where the first import sets it.
      if (!inFunction && !file.startsWith("webview"))
        fault(node, "t() is called before the language is known");
      const [template, ...values] = node.arguments;
      if (ts.isStringLiteral(template)) {
        const used = new Set([...template.text.matchAll(/\{(\d+)\}/g)].map(([, index]) => Number(index)));
        if (used.size !== values.length || values.some((_, index) => !used.has(index)))
          fault(node, "the placeholders do not fit the arguments");
      }
    }
    if (ts.isJsxText(node) && /[A-Za-z]{2}/.test(node.text)) fault(node, "text that is not translated");
    if (
      ts.isJsxAttribute(node) &&
      spoken.has(node.name.getText()) &&
      node.initializer &&
      ts.isStringLiteral(node.initializer) &&
      /[A-Za-z]{2}/.test(node.initializer.text)
    )
      fault(node, "an attribute that is not translated");
    ts.forEachChild(node, (child) => visit(child, inFunction || isCalledLater(node)));
  };
  visit(source, false);
  return { strings, faults };
}
