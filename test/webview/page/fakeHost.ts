import { applyEdit } from "../../../engine/document/applyEdit";
import { applyTextEdits } from "../../../engine/document/textEdits";
import type { FromCanvas, ToCanvas } from "../../../webview/messages/canvas";

/**
 * A fake VS Code for the canvas page: holds a document, applies the canvas's edits after a delay, and can undo them. It
 * records the messages that the page posts.
 */
interface FakeHost {
  text: string;
  /** Milliseconds before an edit is answered. */
  delay: number;
  /** Milliseconds before the document is sent to a page that is ready. */
  opensAfter: number;
  /** If set, the next edit is rejected with this message. */
  refuse: string | undefined;
  readonly posted: FromCanvas[];
  /** The text before each edit, for undo. */
  readonly past: string[];
  send(message: ToCanvas): void;
  /** Replaces the text, as if the user had edited it. */
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
  opensAfter: 0,
  refuse: undefined,
  posted: [],
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
  host.posted.push(message);
  if (message.kind === "ready" && host.opensAfter === 0) sendDocument();
  else if (message.kind === "ready") setTimeout(sendDocument, host.opensAfter);
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

// VS Code handles keybindings on the window, unless the page has handled the key.
window.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z") {
    event.preventDefault();
    host.undo();
  }
});
