import { addressOf } from "../../../engine/graph/page";
import { selectedNodes } from "./canvasState";
import type { Canvas } from "./createCanvas";
import { arrange, openedOn, pageName } from "./drawGraph";
import { isInstance, memberOf } from "./scopes";

export function isOpenInPlace(canvas: Canvas, node: string): boolean {
  const { opened, page } = canvas.get();
  return page !== undefined && openedOn(opened, pageName(page)).includes(node);
}

/** Shows the nodes inside an instance on the page that it is on, or hides them again. Not written to the document. */
export function toggleInPlace(canvas: Canvas, node: string): void {
  const state = canvas.get();
  const { page, views, wires, opened } = state;
  if (!page || !isInstance(state, node)) return;
  const name = pageName(page);
  const before = openedOn(opened, name);
  const isInside = (id: string) => id.startsWith(`${node}/`);
  const now = before.includes(node) ? before.filter((id) => id !== node && !isInside(id)) : [...before, node];
  const selected = new Set(selectedNodes(state).map((id) => (isInside(id) ? node : id)));
  const next = { ...state, opened: { ...opened, [name]: now } };
  canvas.set(arrange(next, page, views, wires, selected));
  canvas.select([...selected]);
}

/** Keeps an instance open that is about to be renamed, and those in it. */
export function keepOpen(canvas: Canvas, node: string, renamed: string): void {
  const { opened, page } = canvas.get();
  if (!page) return;
  const name = pageName(page);
  const isAt = (id: string) => id === node || id.startsWith(`${node}/`);
  const before = openedOn(opened, name);
  if (!before.some(isAt)) return;
  const now = before.map((id) => (isAt(id) ? renamed + id.slice(node.length) : id));
  canvas.set({ opened: { ...opened, [name]: now } });
}

/** Shows the page that a node in a frame is on, with the node selected. */
export function showOnPage(canvas: Canvas, node: string): void {
  const member = memberOf(canvas.get(), node);
  if (member) canvas.open(addressOf(member.page), [member.id]);
}
