import { useReactFlow } from "@xyflow/react";
import type { Viewport } from "@xyflow/react";
import { useCallback, useEffect, useRef } from "react";
import type { RefObject } from "react";
import { prefersStill } from "../../ui/prefersStill";
import { savedState, saveState } from "../../ui/vscodeApi";

/** The viewport, saved while the page is hidden. */
interface Saved {
  readonly viewport?: Viewport;
  /** The whole graph was in view, and stays in view when the canvas is resized. */
  readonly whole?: boolean;
}

const framing = { padding: 0.08, maxZoom: 1 };

/**
 * Shows the whole graph at first and on request, and keeps doing so while panels beside the canvas open or close, until
 * the user pans or zooms.
 */
export function useWholeView(stage: RefObject<HTMLElement | null>) {
  const flow = useReactFlow();
  const whole = useRef(savedState<Saved>().whole ?? true);

  const fit = useCallback(() => {
    whole.current = true;
    void flow.fitView({ ...framing, duration: prefersStill() ? 0 : 200 });
  }, [flow]);

  const start = useCallback(() => {
    const { viewport } = savedState<Saved>();
    if (viewport && !whole.current) void flow.setViewport(viewport);
    else void flow.fitView(framing);
  }, [flow]);

  /** `byHand`: the user moved the viewport, not a command. */
  const moved = useCallback((byHand: boolean, viewport: Viewport) => {
    if (byHand) whole.current = false;
    saveState<Saved>({ viewport, whole: whole.current });
  }, []);

  useEffect(() => {
    if (!stage.current) return;
    const observer = new ResizeObserver(() => {
      if (whole.current) void flow.fitView(framing);
    });
    observer.observe(stage.current);
    return () => observer.disconnect();
  }, [flow, stage]);

  return { fit, start, moved };
}
