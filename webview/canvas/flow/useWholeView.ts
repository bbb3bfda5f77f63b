import { useReactFlow, useStoreApi } from "@xyflow/react";
import type { Viewport } from "@xyflow/react";
import { useCallback, useEffect, useRef } from "react";
import type { RefObject } from "react";
import { prefersStill } from "../../ui/prefersStill";
import { useCanvasState } from "../state/useCanvas";
import { savedState, saveState } from "../../ui/vscodeApi";

/** What is in view of a page of the canvas. */
interface View {
  readonly viewport?: Viewport;
  /** The whole graph was in view, and stays in view when the canvas is resized. */
  readonly whole: boolean;
}

/** Saved while the webview is hidden: the view of each page, by the name of its block, or "" for the document's own. */
interface Saved {
  readonly views?: Readonly<Record<string, View>>;
}

function viewOf(page: string): View {
  const { views = {} } = savedState<Saved>();
  return (Object.hasOwn(views, page) ? views[page] : undefined) ?? { whole: true };
}

const framing = { padding: 0.08, maxZoom: 1 };

/** Room around nodes that are moved into view, in px. */
const margin = 32;
/** The least zoom at which all nodes are kept in view while some are added: their names can be read. */
const leastZoom = 0.35;

/**
 * Shows the whole graph at first and on request, and keeps doing so while panels beside the canvas open or close, until
 * the user pans or zooms. Each page of the canvas has a view of its own, which is found again.
 */
export function useWholeView(stage: RefObject<HTMLElement | null>) {
  const flow = useReactFlow();
  const store = useStoreApi();
  const page = useCanvasState(({ page }) => page?.block?.name ?? "");
  const shown = useRef(page);
  const whole = useRef(viewOf(page).whole);

  const save = useCallback(() => {
    const { views } = savedState<Saved>();
    const view = { viewport: flow.getViewport(), whole: whole.current };
    saveState<Saved>({ views: { ...views, [shown.current]: view } });
  }, [flow]);

  const fitNow = useCallback(
    (duration = 0) => {
      // React Flow would otherwise wait for the first node, and move it away from under the hand that drops it.
      if (flow.getNodes().length > 0) void flow.fitView({ ...framing, duration });
    },
    [flow],
  );

  const fit = useCallback(() => {
    whole.current = true;
    fitNow(prefersStill() ? 0 : 200);
  }, [fitNow]);

  const start = useCallback(() => {
    const { viewport } = viewOf(shown.current);
    if (viewport && !whole.current) void flow.setViewport(viewport);
    else fitNow();
  }, [fitNow, flow]);

  // The document may come after the first paint.
  const loaded = useCanvasState((state) => state.loaded);
  useEffect(() => {
    if (loaded) start();
  }, [loaded, start]);

  useEffect(() => {
    if (shown.current === page) return;
    // A gesture may not have ended yet.
    save();
    shown.current = page;
    whole.current = viewOf(page).whole;
    start();
  }, [page, save, start]);

  /** The user moved the viewport, not a command. */
  const movedByHand = useCallback(() => {
    whole.current = false;
  }, []);

  useEffect(() => {
    if (!stage.current) return;
    const observer = new ResizeObserver(() => {
      if (whole.current) fitNow();
    });
    observer.observe(stage.current);
    return () => observer.disconnect();
  }, [fitNow, stage]);

  /** An instance that was open in place was closed. */
  const closed = useCallback(() => {
    if (whole.current) fit();
  }, [fit]);

  /**
   * Brings nodes into sight once they are drawn: all nodes, if they were in sight before and can still be read then; else
   * the view moves as little as possible.
   */
  const reveal = useCallback(
    (ids: readonly string[]) => {
      requestAnimationFrame(() => {
        if (ids.length === 0) return;
        const { width, height, transform } = store.getState();
        const [left, top, zoom] = transform;
        const bounds = flow.getNodesBounds([...ids]);
        const x = shiftInto(bounds.x * zoom + left, bounds.width * zoom, width);
        const y = shiftInto(bounds.y * zoom + top, bounds.height * zoom, height);
        if (x === 0 && y === 0) return;
        const all = flow.getNodesBounds(flow.getNodes());
        const fitting = Math.min(width / all.width, height / all.height) * (1 - 2 * framing.padding);
        if (whole.current && fitting >= leastZoom) fit();
        else {
          const duration = prefersStill() ? 0 : 200;
          void flow.setViewport({ x: left + x, y: top + y, zoom }, { duration });
        }
      });
    },
    [fit, flow, store],
  );

  return { fit, start, closed, movedByHand, save, reveal };
}

/** How far an interval has to move to be within a length, with a margin; if it is longer, to be in its middle. */
function shiftInto(start: number, length: number, whole: number): number {
  if (length > whole - 2 * margin) return (whole - length) / 2 - start;
  return Math.max(margin, Math.min(start, whole - margin - length)) - start;
}
