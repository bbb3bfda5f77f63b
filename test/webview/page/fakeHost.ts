import { applyEdit } from "../../../engine/document/applyEdit";
import { applyTextEdits } from "../../../engine/document/textEdits";
import type { FromCanvas, ToCanvas } from "../../../webview/messages/canvas";

/**
 * Stands in for VS Code on a bare page: keeps a document, applies the canvas's edits to it a little later, and undoes
 * them. What the page said is kept for the test to read.
 */
interface FakeHost {
  text: string;
  /** Milliseconds until an edit is answered. */
  delay: number;
  /** The next edit is refused with these words. */
  refuse: string | undefined;
  readonly said: FromCanvas[];
  /** The texts before each edit. */
  readonly past: string[];
  send(message: ToCanvas): void;
  /** As if the person had typed in the text. */
  type(text: string): void;
  undo(): void;
}

declare global {
  var host: FakeHost;
  var acquireVsCodeApi: () => unknown;
}

let version = 1;
let answers = 0;
let state: unknown;

const host: FakeHost = {
  text: "",
  delay: 30,
  refuse: undefined,
  said: [],
  past: [],
  send: (message) => window.postMessage(message, "*"),
  type: (text) => {
    host.text = text;
    sendDocument();
  },
  undo: () => {
    const before = host.past.pop();
    if (before !== undefined) host.type(before);
  },
};
globalThis.host = host;

function sendDocument(): void {
  host.send({ kind: "document", text: host.text, version: version++, answers, facts: {}, dataProblems: [] });
}

function receive(message: FromCanvas): void {
  host.said.push(message);
  if (message.kind === "ready") sendDocument();
  if (message.kind === "edit") setTimeout(() => answer(message), host.delay);
}

function answer({ number, edit }: Extract<FromCanvas, { kind: "edit" }>): void {
  const applied = applyEdit(host.text, edit);
  const refused = host.refuse ?? ("refused" in applied ? applied.refused : undefined);
  host.refuse = undefined;
  if (refused !== undefined || !("edits" in applied)) {
    host.send({ kind: "refused", edit: number, message: refused ?? "" });
    return;
  }
  host.past.push(host.text);
  host.text = applyTextEdits(host.text, applied.edits);
  answers = number;
  sendDocument();
}

globalThis.acquireVsCodeApi = () => ({
  postMessage: receive,
  getState: () => state,
  setState: (next: unknown) => {
    state = next;
  },
});

// VS Code's key bindings stand at the window and see what the page leaves to them.
window.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z") {
    event.preventDefault();
    host.undo();
  }
});
