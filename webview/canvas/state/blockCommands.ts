import { pagesAround, topPage } from "../../../engine/graph/page";
import type { BlockCommand } from "../../messages/canvas";
import { askWrap, canUnwrap, unwrap, wrappable } from "./blocks";
import { selectedNodes } from "./canvasState";
import type { Canvas } from "./createCanvas";
import { openInside } from "./gestures";
import { isInstance } from "./scopes";

/** Runs a command about blocks on the selected nodes; does nothing where `ableCommands` does not name it. */
export function runBlockCommand(canvas: Canvas, command: BlockCommand): void {
  const { page } = canvas.get();
  const [node] = selectedNodes(canvas.get());
  if (!page || !ableCommands(canvas).includes(command)) return;
  switch (command) {
    case "wrap":
      askWrap(canvas);
      return;
    case "unwrap":
      if (node !== undefined) unwrap(canvas, node);
      return;
    case "openBlock":
      if (node !== undefined) openInside(canvas, node);
      return;
    case "openDocument": {
      const [entered] = pagesAround(page);
      canvas.open(topPage, entered ? [entered.node] : []);
    }
  }
}

/** The commands about blocks that have something to do now. */
export function ableCommands(canvas: Canvas): BlockCommand[] {
  const { page } = canvas.get();
  const [node, second] = selectedNodes(canvas.get());
  const only = second === undefined ? node : undefined;
  const able: Record<BlockCommand, boolean> = {
    wrap: wrappable(canvas).length > 0,
    unwrap: only !== undefined && canUnwrap(canvas, only),
    openBlock: only !== undefined && isInstance(canvas.get(), only),
    openDocument: page?.block !== undefined,
  };
  return (Object.keys(able) as BlockCommand[]).filter((command) => able[command]);
}
