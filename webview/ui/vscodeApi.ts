/** What VS Code offers a webview: messages to the host, and a small state that survives reloads of the page. */
interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}
declare function acquireVsCodeApi(): VsCodeApi;

/** May be acquired only once per page. */
const api = acquireVsCodeApi();

/** Sends to the extension host. `M` names the messages that the host understands. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters
export function post<M>(message: M): void {
  api.postMessage(message);
}

/** Calls back for every message from the extension host; returns a function that stops it. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters
export function onMessage<M>(listener: (message: M) => void): () => void {
  const handle = (event: MessageEvent<M>) => listener(event.data);
  window.addEventListener("message", handle);
  return () => window.removeEventListener("message", handle);
}

/** This view's saved UI state (open panels, viewport); never part of the document. */
export function savedState<S extends object>(): Partial<S> {
  const state = api.getState();
  return typeof state === "object" && state !== null ? state : {};
}

/** Merges into the saved state. */
export function saveState<S extends object>(part: Partial<S>): void {
  api.setState({ ...savedState<S>(), ...part });
}
