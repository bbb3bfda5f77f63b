import { t } from "@vscode/l10n";
import { layers } from "../../../engine/layers";
import type { Layer } from "../../../engine/layers/layer";
import type { Rect } from "../model/geometry";
import { nodeSize } from "../model/nodeSize";
import { freeRect } from "../model/placeNodes";
import { tidy } from "../model/tidy";
import type { Canvas } from "./createCanvas";
import { selectedNodes } from "./canvasState";

/** The distance of the grid that nodes snap to, and of a nudge, in px. */
export const gridStep = 8;

/** The selection goes, with its wires; one edit. */
export function removeSelection(canvas: Canvas): void {
  const state = canvas.get();
  const nodes = selectedNodes(state);
  const edges = state.edges.flatMap(({ selected, data }) => (selected && data ? [data.wire.index] : []));
  if (nodes.length + edges.length > 0) canvas.edit({ kind: "remove", nodes, edges });
}

export function selectAll(canvas: Canvas): void {
  canvas.select(canvas.get().nodes.map(({ id }) => id));
}

/** Moves the selection on the canvas only; `commitMove` writes it when the key is let go. */
export function nudgeSelection(canvas: Canvas, x: number, y: number): void {
  const { nodes, wires } = canvas.get();
  canvas.changeNodes(
    nodes.flatMap(({ id, selected, position }) =>
      selected
        ? [
            {
              id,
              type: "position" as const,
              position: { x: position.x + x, y: position.y + y },
              dragging: false,
            },
          ]
        : [],
    ),
  );
  void wires;
}

export function rename(canvas: Canvas, node: string, to: string): void {
  const name = to.trim();
  canvas.set({ renaming: undefined });
  if (name === node || name === "") return;
  const chosen = selectedNodes(canvas.get()).map((id) => (id === node ? name : id));
  canvas.edit({ kind: "rename", node, to: name }, chosen);
}

const tidyMilliseconds = 260;

/** Lays the graph out from left to right; the way there is shown, unless the person wants no motion. */
export function tidyGraph(canvas: Canvas): void {
  const { views, wires, nodes } = canvas.get();
  if (nodes.length === 0) return;
  const corner = [
    Math.round(Math.min(...nodes.map(({ position }) => position.x))),
    Math.round(Math.min(...nodes.map(({ position }) => position.y))),
  ] as const;
  const places = tidy(views, wires.values(), corner);
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches || nodes.length > 200;
  const start = new Map(nodes.map(({ id, position }) => [id, position]));
  const began = performance.now();
  const frame = (now: number) => {
    const share = still ? 1 : Math.min(1, Math.max(0, (now - began) / tidyMilliseconds));
    const eased = 1 - (1 - share) ** 3;
    canvas.changeNodes(
      [...places].map(([id, [x, y]]) => {
        const from = start.get(id) ?? { x, y };
        const position = { x: from.x + (x - from.x) * eased, y: from.y + (y - from.y) * eased };
        return { id, type: "position" as const, position, dragging: share < 1 };
      }),
    );
    if (share < 1) requestAnimationFrame(frame);
    else canvas.commitMove([...places.keys()]);
  };
  frame(began);
}
