import { useReactFlow, useStoreApi } from "@xyflow/react";
import { useEffect } from "react";
import { prefersStill } from "../../ui/prefersStill";
import type { FlowNode } from "../state/canvasState";
import { useCanvas } from "../state/useCanvas";

/** The least zoom at which a node can still be read. */
const leastZoom = 0.5;

/** Centres the nodes that another view or a command leads to, unless they can be seen and read already. */
export function useSought(onMoved: () => void): void {
  const canvas = useCanvas();
  const flow = useReactFlow<FlowNode>();
  const page = useStoreApi();
  useEffect(() => {
    const show = (nodes: readonly string[]) => {
      const { width, height, transform } = page.getState();
      const [left, top, zoom] = transform;
      const bounds = flow.getNodesBounds([...nodes]);
      const [x, y] = [bounds.x * zoom + left, bounds.y * zoom + top];
      const isInSight =
        x >= 0 && y >= 0 && x + bounds.width * zoom <= width && y + bounds.height * zoom <= height;
      if (isInSight && zoom >= leastZoom) return;
      onMoved();
      const next = { zoom: Math.max(zoom, leastZoom), duration: prefersStill() ? 0 : 200 };
      void flow.setCenter(bounds.x + bounds.width / 2, bounds.y + bounds.height / 2, next);
    };
    return canvas.store.subscribe(({ sought }, before) => {
      if (!sought || sought === before.sought || sought.nodes.length === 0) return;
      // In the second frame, another page is drawn and the inspector that was opened has its room.
      requestAnimationFrame(() =>
        requestAnimationFrame(() => {
          if (canvas.get().sought === sought) show(sought.nodes);
        }),
      );
    });
  }, [canvas, flow, page, onMoved]);
}
