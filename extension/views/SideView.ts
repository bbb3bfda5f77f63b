import * as vscode from "vscode";
import type { Guard } from "../../engine/document/guard";
import { checked } from "./checked";
import { page, pageOptions, type PageName } from "./page";

/** The view's id in the manifest, its bundle and its title. */
interface SideViewOptions<From, To> {
  readonly id: string;
  readonly page: PageName;
  readonly title: string;
  readonly extension: vscode.Uri;
  /** The messages that the page may send. */
  readonly accepts: Guard<From>;
  /** Called with every message that is posted. */
  readonly onPost?: ((message: To) => void) | undefined;
}

/**
 * A view beside the canvas. VS Code usually disposes of the page when the view is hidden. The page posts `ready` when it
 * has loaded, and is sent everything then and each time the view becomes visible again.
 */
export abstract class SideView<From extends { readonly kind: string }, To>
  implements vscode.WebviewViewProvider, vscode.Disposable
{
  private view: vscode.WebviewView | undefined;
  private ready = false;
  private readonly owned: { dispose(): unknown }[];

  constructor(private readonly options: SideViewOptions<From, To>) {
    this.owned = [vscode.window.registerWebviewViewProvider(options.id, this)];
  }

  get visible(): boolean {
    return this.view?.visible === true;
  }

  resolveWebviewView(view: vscode.WebviewView): void {
    const { extension, title, accepts } = this.options;
    this.view = view;
    this.ready = false;
    view.webview.options = pageOptions(extension);
    view.webview.onDidReceiveMessage(checked(this.options.page, accepts, (message) => this.receive(message)));
    // A view that was hidden only for a moment keeps its page, which does not post `ready` again.
    view.onDidChangeVisibility(() => {
      if (view.visible) this.sendAll();
      this.onVisibility();
    });
    view.onDidDispose(() => {
      if (this.view !== view) return;
      this.view = undefined;
      this.ready = false;
      this.onVisibility();
    });
    view.webview.html = page(view.webview, extension, this.options.page, title);
  }

  receive(message: From): void {
    if (message.kind === "ready") {
      this.ready = true;
      this.sendAll();
      this.onVisibility();
    } else this.onMessage(message);
  }

  /** Sends the page everything it shows, if it can receive messages. */
  sendAll(): void {
    if (this.canReceive) this.postAll();
  }

  dispose(): void {
    vscode.Disposable.from(...this.owned).dispose();
  }

  /** Sets the text next to the view's title. */
  protected describe(text: string | undefined): void {
    if (this.view) this.view.description = text;
  }

  /** Disposes of these with the view. */
  protected own(...disposables: readonly { dispose(): unknown }[]): void {
    this.owned.push(...disposables);
  }

  /** Whether the page is loaded and visible. Messages to a hidden page would queue until it is visible. */
  protected get canReceive(): boolean {
    return this.ready && this.view?.visible !== false;
  }

  /** Handles a message other than `ready`. */
  protected abstract onMessage(message: From): void;

  protected abstract postAll(): void;

  /** Called after `canReceive` may have changed. */
  protected onVisibility(): void {
    // Most views do nothing.
  }

  /** Sends a message; the promise resolves when the window has taken it. */
  protected post(message: To): PromiseLike<unknown> | undefined {
    this.options.onPost?.(message);
    return this.view?.webview.postMessage(message);
  }
}
