import * as vscode from "vscode";

/** A button of a message. */
export interface Action {
  readonly title: string;
  run(): unknown;
}

type Severity = "error" | "warning" | "info";

/** For tests, because a test host does not show messages. */
let listener: ((severity: Severity, message: string, actions: readonly Action[]) => void) | undefined;

export function listenToMessages(listen: typeof listener): void {
  listener = listen;
}

/** Shows a message with buttons and returns at once. */
export function showMessage(severity: Severity, message: string, ...actions: readonly Action[]): void {
  listener?.(severity, message, actions);
  const show = {
    error: vscode.window.showErrorMessage,
    warning: vscode.window.showWarningMessage,
    info: vscode.window.showInformationMessage,
  }[severity];
  void show(message, ...actions.map(({ title }) => title)).then((title) =>
    actions.find((action) => action.title === title)?.run(),
  );
}
