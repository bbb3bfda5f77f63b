import { readFileSync } from "node:fs";
import * as path from "node:path";
import type { Frame, Locator } from "playwright-core";
import { layers } from "../../engine/layers";
import { centre, drag, type Point, runCommand, until, webview, type Workbench } from "./workbench";

/** A model's canvas in the workbench, drawn on with the mouse as a user would. */
export class Canvas {
  private constructor(
    private readonly workbench: Workbench,
    readonly frame: Frame,
  ) {}

  /** Makes a model with a command, and opens it on an empty canvas. */
  static async create(workbench: Workbench, name: string): Promise<Canvas> {
    const { page } = workbench;
    await runCommand(page, "Netloom: New Model");
    await page.locator(".quick-input-widget:visible .quick-input-box input").fill(name);
    await page.keyboard.press("Enter");
    return Canvas.open(workbench, ".palette-item");
  }

  /** Waits for the canvas that shows `selector`. */
  static async open(workbench: Workbench, selector: string): Promise<Canvas> {
    return new Canvas(workbench, await webview(workbench.page, selector));
  }

  locator(selector: string, options?: Parameters<Frame["locator"]>[1]): Locator {
    return this.frame.locator(selector, options);
  }

  node(id: string): Locator {
    return this.locator(`.react-flow__node[data-id="${id}"]`);
  }

  /** The handle of a port; `side` distinguishes an input from an output of the same name. */
  port(id: string, name: string, side: "source" | "target"): Locator {
    return this.node(id).locator(`.react-flow__handle.${side}[data-handleid="${name}"]`);
  }

  /** A button of the toolbar. */
  button(text: string): Locator {
    return this.locator(".toolbar .button", { hasText: text });
  }

  /** A point on the canvas, in fractions of its width and height. */
  async spot(x: number, y: number): Promise<Point> {
    const box = await this.locator(".react-flow").boundingBox();
    if (!box) throw new Error("the canvas is not on the screen");
    return { x: box.x + box.width * x, y: box.y + box.height * y };
  }

  /** Drags a layer or a block of the model from the palette; returns the new node's id. */
  async place(type: string, x: number, y: number): Promise<string> {
    const before = await this.ids();
    const item = this.locator(`.palette-item[data-type="${type}"]`);
    // Most categories are collapsed at first.
    if ((await item.count()) === 0)
      await this.locator(`.palette-group[data-entry="${layers.get(type)?.category}"]`).click();
    await item.scrollIntoViewIfNeeded();
    await drag(this.workbench.page, await centre(item), await this.spot(x, y));
    await until(`a ${type} is on the canvas`, async () => (await this.ids()).length > before.length);
    const added = (await this.ids()).find((id) => !before.includes(id));
    if (added === undefined) throw new Error(`no ${type} was added`);
    return added;
  }

  async ids(): Promise<string[]> {
    const found = await this.locator(".react-flow__node").evaluateAll((elements) =>
      elements.map((element) => element.getAttribute("data-id")),
    );
    return found.filter((id) => id !== null);
  }

  /** Draws a wire from an output to an input. */
  async wire(from: readonly [string, string], to: readonly [string, string]): Promise<void> {
    const wires = this.locator(".react-flow__edge");
    const before = await wires.count();
    const [start, end] = [this.port(...from, "source"), this.port(...to, "target")];
    await drag(this.workbench.page, await centre(start), await centre(end));
    await until(`${from.join(".")} is wired to ${to.join(".")}`, async () => (await wires.count()) > before);
  }

  /** Selects a node by a click. */
  async select(id: string): Promise<void> {
    await this.node(id).locator(".node-type, .pill").first().click();
  }

  /** Sets a parameter of a node in the inspector. */
  async set(id: string, parameter: string, value: string): Promise<void> {
    await this.select(id);
    const field = this.locator(".inspector .field", { hasText: parameter }).locator("input").first();
    await field.fill(value);
    await field.press("Enter");
  }

  /** Unfolds a section of a node's form. */
  async unfold(id: string, title: string): Promise<void> {
    await this.select(id);
    const heading = this.locator(".inspector .unfold", { hasText: title });
    if ((await heading.getAttribute("aria-expanded")) !== "true") await heading.click();
  }

  /** Selects an option of a parameter of a node in the inspector. */
  async choose(id: string, parameter: string, option: string): Promise<void> {
    await this.select(id);
    const select = this.locator(`.inspector vscode-single-select[label="${parameter}"]`);
    await select.click();
    await select.getByRole("option", { name: option, exact: true }).click();
  }

  /** Gives a node another name, with F2. */
  async rename(id: string, name: string): Promise<void> {
    await this.select(id);
    await this.workbench.page.keyboard.press("F2");
    await this.workbench.page.keyboard.type(name);
    await this.workbench.page.keyboard.press("Enter");
    await this.node(name).waitFor();
  }

  /** Wraps nodes into a block with the menu of the right mouse button. */
  async wrap(ids: readonly string[], name: string): Promise<void> {
    const [first = "", ...others] = ids;
    const { keyboard } = this.workbench.page;
    await this.select(first);
    await keyboard.down("Shift");
    for (const id of others) await this.select(id);
    await keyboard.up("Shift");
    const selected = this.locator(".react-flow__node.selected");
    await until("all of them are selected", async () => (await selected.count()) === ids.length);
    await this.node(first).locator(".node-type, .pill").first().click({ button: "right" });
    await this.frame.getByRole("menuitem", { name: "Wrap into a Block" }).click();
    await this.locator(".wrap-dialog input").fill(name);
    await keyboard.press("Enter");
    await this.node(first).waitFor({ state: "detached" });
  }

  /** Clicks where there is nothing, so that the inspector shows the training settings. */
  async clickBackground(x: number, y: number): Promise<void> {
    const { page } = this.workbench;
    await page.keyboard.press("Escape");
    const spot = await this.spot(x, y);
    await page.mouse.click(spot.x, spot.y);
  }

  /** Saves until the file is as expected: an edit may still be on its way to the document. */
  async saveUntil(title: string, isExpected: () => boolean): Promise<void> {
    await until(title, async () => {
      await this.save();
      return isExpected();
    });
  }

  async save(): Promise<void> {
    await this.workbench.page.keyboard.press("Control+S");
    const dirty = this.workbench.page.locator(".tabs-container .tab.active.dirty");
    await until("the model is saved", async () => (await dirty.count()) === 0);
  }

  /** The step that it shows: "step 1,234 of …", "stopped at step 1,234". */
  async step(): Promise<number> {
    const text = await this.locator(".toolbar .progress").innerText();
    return Number(/step ([\d,]+)/.exec(text)?.[1]?.replaceAll(",", "") ?? NaN);
  }
}

/** What tests read of a saved model. */
export interface Model {
  readonly blocks?: Readonly<Record<string, unknown>>;
  readonly nodes: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly edges: readonly string[];
  readonly training?: { readonly epochs?: number; readonly objectives?: unknown };
}

/** Reads a model of the workbench's folder by its file's name. */
export function readModel(workbench: Workbench, file: string): Model {
  return JSON.parse(readFileSync(path.join(workbench.folder, file), "utf8")) as Model;
}
