import { askWrap, unwrap } from "./state/blocks";
import { toggleBypass } from "./state/bypass";
import { healSelection } from "./state/heal";
import {
  gridStep,
  nudgeSelection,
  openInside,
  openOutside,
  removeSelection,
  selectAll,
} from "./state/gestures";
import { selectedNodes } from "./state/canvasState";
import { duplicateSelection } from "./state/clipboard";
import type { Canvas } from "./state/createCanvas";
import { toggleInPlace } from "./state/openInPlace";
import { goToProblem } from "./state/problems";
import { isInstance, memberOf } from "./state/scopes";

/** Callbacks for keys that need more than the canvas state. */
export interface KeyTargets {
  readonly fit: () => void;
  /** Opens the menu of layers to add. */
  readonly add: () => void;
  readonly focusPalette: () => void;
  readonly focusInspector: () => void;
}

const arrows: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/**
 * Handles a key pressed on the canvas; returns false if the key has no meaning here. Undo, redo and save are not
 * handled: VS Code owns them and receives every key that is left to bubble.
 */
export function handleKey(canvas: Canvas, event: KeyboardEvent, targets: KeyTargets): boolean {
  const control = event.ctrlKey || event.metaKey;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (control && !event.shiftKey && !event.altKey) {
    if (key === "a") selectAll(canvas);
    else if (key === "d") duplicateSelection(canvas);
    else if (key === "g") askWrap(canvas);
    else return false;
    return true;
  }
  const [selected, second] = selectedNodes(canvas.get());
  if (control && event.shiftKey && key === "g" && selected !== undefined && second === undefined) {
    unwrap(canvas, selected);
    return true;
  }
  if (control || event.altKey) return false;
  const arrow = arrows[key];
  if (arrow && selected !== undefined) {
    const step = event.shiftKey ? 1 : gridStep;
    nudgeSelection(canvas, arrow[0] * step, arrow[1] * step);
    return true;
  }
  switch (key) {
    case "Delete":
    case "Backspace":
      if (event.shiftKey) healSelection(canvas);
      else removeSelection(canvas);
      return true;
    case "a":
      targets.add();
      return true;
    case "/":
      targets.focusPalette();
      return true;
    case "f":
      targets.fit();
      return true;
    case "F8":
      goToProblem(canvas, event.shiftKey ? -1 : 1);
      return true;
    case "F2":
      if (selected === undefined || second !== undefined || isEnd(canvas, selected)) return false;
      canvas.set({ interaction: { kind: "renaming", node: selected } });
      return true;
    case "Enter":
      if (selected === undefined) return false;
      if (second === undefined && isInstance(canvas.get(), selected)) openInside(canvas, selected);
      else targets.focusInspector();
      return true;
    case "b":
      toggleBypass(canvas);
      return true;
    case "o":
      if (selected === undefined || second !== undefined || !isInstance(canvas.get(), selected)) return false;
      toggleInPlace(canvas, selected);
      return true;
    case "Escape":
      if (canvas.get().addMenu) canvas.set({ addMenu: undefined });
      else if (selected !== undefined || canvas.get().edges.some((edge) => edge.selected)) canvas.select([]);
      else openOutside(canvas);
      return true;
    default:
      return false;
  }
}

/** Whether a node is a port of the page's block, which is renamed in its form. */
function isEnd(canvas: Canvas, node: string): boolean {
  const member = memberOf(canvas.get(), node);
  return member?.page.nodes.get(member.id)?.end !== undefined;
}

/** Ends a nudge: one edit, however long the key was held. */
export function endKey(canvas: Canvas, event: KeyboardEvent): void {
  if (event.key in arrows) canvas.commitMove(selectedNodes(canvas.get()));
}
