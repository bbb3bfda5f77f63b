import type { Locator, Page } from "playwright-core";
import { expect } from "vitest";
import type { GraphEdit } from "../../../engine/document/edit";
import { layers } from "../../../engine/layers";
import type { Canvas } from "./openCanvas";

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Drives the canvas like a user, with the browser's real mouse and keyboard input. */
export class CanvasDriver {
  readonly tab: Page;

  constructor(private readonly canvas: Canvas) {
    this.tab = canvas.tab;
  }

  get errors(): readonly string[] {
    return this.canvas.errors;
  }

  close(): Promise<void> {
    return this.canvas.close();
  }

  node(id: string): Locator {
    return this.tab.locator(`.react-flow__node[data-id="${id}"]`);
  }

  /** A wire, by its id: `from.port->to.port`. */
  wire(id: string): Locator {
    return this.tab.locator(`.react-flow__edge[data-id="${id}"]`);
  }

  /** The point halfway along a wire. */
  middleOfWire(id: string): Promise<Point> {
    return this.wire(id)
      .locator(".wire-line")
      .evaluate((line) => {
        const path = line as SVGPathElement;
        const { x, y } = path
          .getPointAtLength(path.getTotalLength() / 2)
          .matrixTransform(path.getScreenCTM() ?? undefined);
        return { x, y };
      });
  }

  /** The inspector's text field for a parameter. */
  field(name: string): Locator {
    return this.tab.locator(".inspector").getByRole("textbox", { name, exact: true });
  }

  /** Selects an option of a parameter in the inspector. */
  async choose(name: string, option: string): Promise<void> {
    const select = this.tab.locator(`.inspector vscode-single-select[label="${name}"]`);
    await select.click();
    await select.getByRole("option", { name: option, exact: true }).click();
  }

  async box(locator: Locator): Promise<{ x: number; y: number; width: number; height: number }> {
    const box = await locator.boundingBox();
    if (!box) throw new Error("The element is not visible.");
    return box;
  }

  async middle(locator: Locator): Promise<Point> {
    const { x, y, width, height } = await this.box(locator);
    return { x: x + width / 2, y: y + height / 2 };
  }

  port(node: string, port: string, side: "source" | "target"): Promise<Point> {
    return this.middle(this.node(node).locator(`.port.${side}[data-handleid="${port}"]`));
  }

  /** Waits until a wire's path begins and ends at its handles; `wire` is its id. */
  async wireReaches(wire: string): Promise<void> {
    const [from = "", to = ""] = wire.split("->");
    const [start, end] = await Promise.all([this.portOf(from, "source"), this.portOf(to, "target")]);
    const ends = () =>
      this.wire(wire)
        .locator(".wire-line")
        .evaluate((line) => {
          const path = line as SVGPathElement;
          const matrix = path.getScreenCTM();
          return [0, path.getTotalLength()].map((length) => {
            const { x, y } = path.getPointAtLength(length).matrixTransform(matrix ?? undefined);
            return { x, y };
          });
        });
    const far = async () => {
      const [first, last] = await ends();
      if (!first || !last) return Infinity;
      return Math.max(
        Math.hypot(first.x - start.x, first.y - start.y),
        Math.hypot(last.x - end.x, last.y - end.y),
      );
    };
    await expect.poll(far).toBeLessThan(8);
  }

  private portOf(end: string, side: "source" | "target"): Promise<Point> {
    const [node = "", port = ""] = end.split(".");
    return this.port(node, port, side);
  }

  /** Clicks a node at its lower edge, where there are no chips. */
  async clickNode(id: string, modifiers: readonly ("Shift" | "Control")[] = []): Promise<void> {
    const { x, y, width, height } = await this.box(this.node(id));
    for (const key of modifiers) await this.tab.keyboard.down(key);
    await this.tab.mouse.click(x + width / 2, y + height - 7);
    for (const key of modifiers) await this.tab.keyboard.up(key);
  }

  /** Focuses the canvas without selecting anything. */
  async focus(): Promise<void> {
    const { x, y, height } = await this.box(this.tab.locator("main"));
    await this.tab.mouse.click(x + 20, y + height - 80);
  }

  /** Drags without releasing the button. */
  async drag(from: Point, to: Point): Promise<void> {
    await this.tab.mouse.move(from.x, from.y);
    await this.tab.mouse.down();
    await this.tab.mouse.move(from.x + 5, from.y + 5);
    await this.tab.mouse.move(to.x, to.y, { steps: 8 });
  }

  async dragFromPalette(type: string, to: Point): Promise<void> {
    const item = this.tab.locator(`.palette-item[data-type="${type}"]`);
    const group = this.tab.locator(`.palette-group[data-entry="${layers.get(type)?.category}"]`);
    if ((await item.count()) === 0) await group.click();
    await item.scrollIntoViewIfNeeded();
    await this.drag(await this.middle(item), to);
    await this.tab.mouse.up();
  }

  /** The posted edits, once there are at least `atLeast`. */
  async edits(atLeast: number): Promise<GraphEdit[]> {
    const read = () =>
      this.tab.evaluate(() =>
        host.posted.flatMap((message) => (message.kind === "edit" ? [message.edit] : [])),
      );
    await expect.poll(async () => (await read()).length).toBeGreaterThanOrEqual(atLeast);
    return read();
  }

  /** Waits until the host has applied `count` edits, which can then be undone. */
  async applied(count: number): Promise<void> {
    await expect.poll(() => this.tab.evaluate(() => host.past.length)).toBe(count);
  }

  async selected(): Promise<string[]> {
    const ids = await this.tab
      .locator(".react-flow__node.selected")
      .evaluateAll((nodes) => nodes.map((node) => node.getAttribute("data-id") ?? ""));
    return ids.sort();
  }

  async problemCount(): Promise<number> {
    const button = this.tab.locator(".problems-button");
    return (await button.count()) === 0 ? 0 : parseInt(await button.innerText(), 10);
  }
}
