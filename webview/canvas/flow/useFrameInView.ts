import { useReactFlow, useStoreApi } from "@xyflow/react";
import { useEffect } from "react";
import { prefersStill } from "../../ui/prefersStill";
import type { FlowNode } from "../state/canvasState";
import { useCanvas } from "../state/useCanvas";

/** Room around a frame that is moved into view, in px, and the least zoom at which its nodes can still be read. */
const framing = { margin: 24, leastZoom: 0.5 };

/**
 * Moves a frame into view that has just been opened, zoomed out if it does not fit; one that is in view already stays
 * where it is. Calls back when one was closed.
 */
export function useFrameInView(onClosed: () => void): void {
  const canvas = useCanvas();
  const flow = useReactFlow<FlowNode>();
  const page = useStoreApi();
  useEffect(() => {
    const show = (node: string) => {
      const { width, height, transform } = page.getState();
      const [left, top, zoom] = transform;
      const bounds = flow.getNodesBounds([node]);
      const room = { width: width - 2 * framing.margin, height: height - 2 * framing.margin };
      const fitting = Math.min(room.width / bounds.width, room.height / bounds.height);
      const next = Math.min(zoom, Math.max(framing.leastZoom, fitting));
      // Its upper left corner stays under the pointer as far as the whole frame is in view.
      const place = (start: number, at: number, length: number, whole: number) =>
        Math.max(framing.margin, Math.min(at * zoom + start, whole - framing.margin - length * next)) -
        at * next;
      const x = place(left, bounds.x, bounds.width, width);
      const y = place(top, bounds.y, bounds.height, height);
      if (x === left && y === top && next === zoom) return;
      void flow.setViewport({ x, y, zoom: next }, { duration: prefersStill() ? 0 : 200 });
    };
    return canvas.store.subscribe((state, before) => {
      if (state.frames === before.frames || state.page !== before.page) return;
      const [opened] = [...state.frames].filter(([path]) => !before.frames.has(path));
      if (opened) requestAnimationFrame(() => show(opened[1].node));
      else if (state.frames.size < before.frames.size) requestAnimationFrame(onClosed);
    });
  }, [canvas, flow, page, onClosed]);
}
