/** Stands in for VS Code on the page of a side view: what the page says is kept for the test, which sends what it likes. */
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
