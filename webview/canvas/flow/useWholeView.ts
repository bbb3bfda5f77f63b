import { useReactFlow } from "@xyflow/react";
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

/**
 * Shows the whole graph at first and on request, and keeps doing so while panels beside the canvas open or close, until
 * the user pans or zooms. Each page of the canvas has a view of its own, which is found again.
 */
export function useWholeView(stage: RefObject<HTMLElement | null>) {
  const flow = useReactFlow();
  const page = useCanvasState(({ page }) => page?.block?.name ?? "");
  const shown = useRef(page);
  const whole = useRef(viewOf(page).whole);

  const save = useCallback(() => {
    const { views } = savedState<Saved>();
    const view = { viewport: flow.getViewport(), whole: whole.current };
    saveState<Saved>({ views: { ...views, [shown.current]: view } });
  }, [flow]);

  const fit = useCallback(() => {
    whole.current = true;
    void flow.fitView({ ...framing, duration: prefersStill() ? 0 : 200 });
  }, [flow]);

  const start = useCallback(() => {
    const { viewport } = viewOf(shown.current);
    if (viewport && !whole.current) void flow.setViewport(viewport);
    else void flow.fitView(framing);
  }, [flow]);

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
      if (whole.current) void flow.fitView(framing);
    });
    observer.observe(stage.current);
    return () => observer.disconnect();
  }, [flow, stage]);

  /** An instance that was open in place was closed. */
  const closed = useCallback(() => {
    if (whole.current) fit();
  }, [fit]);

  return { fit, start, closed, movedByHand, save };
}
