/** What a webview gets from VS Code: messages to the host, and a small state that outlives the page. */
interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}
declare function acquireVsCodeApi(): VsCodeApi;

/** May be acquired only once in the life of a page. */
const api = acquireVsCodeApi();

/** Sends to the extension host. The caller names what that understands. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters
export function post<M>(message: M): void {
  api.postMessage(message);
}

/** Calls back for every message of the extension host; gives the function that ends it. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters
export function onMessage<M>(listener: (message: M) => void): () => void {
  const handle = (event: MessageEvent<M>) => listener(event.data);
  window.addEventListener("message", handle);
  return () => window.removeEventListener("message", handle);
}

/** What this view kept of its own look (open panels, viewport); never a part of the document. */
export function savedState<S extends object>(): Partial<S> {
  const state = api.getState();
  return typeof state === "object" && state !== null ? state : {};
}

/** Keeps a part of the state besides what is kept already. */
export function saveState<S extends object>(part: Partial<S>): void {
  api.setState({ ...savedState<S>(), ...part });
}
