/** A fake VS Code for the page of a side view: records the messages that the page posts, and sends those of the test. */
export interface PlainHost {
  readonly posted: unknown[];
  send(message: unknown): void;
}

declare global {
  var plainHost: PlainHost;
}

globalThis.plainHost = { posted: [], send: (message) => window.postMessage(message, "*") };
globalThis.acquireVsCodeApi = () => ({
  postMessage: (message: unknown) => plainHost.posted.push(message),
  getState: () => undefined,
  setState: () => undefined,
});
