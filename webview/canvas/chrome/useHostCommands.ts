import { useReactFlow, useStoreApi } from "@xyflow/react";
import { useEffect } from "react";
import type { ToCanvas } from "../../messages/canvas";
import { prefersStill } from "../../ui/prefersStill";
import { onMessage } from "../../ui/vscodeApi";
import { runBlockCommand } from "../state/blockCommands";
import { tidyGraph } from "../state/gestures";
import type { FlowNode } from "../state/canvasState";
import { useCanvas } from "../state/useCanvas";

interface Targets {
  readonly fit: () => void;
  readonly focusPalette: () => void;
}

/** Runs VS Code's commands on the canvas, and reveals what is selected in another view. */
export function useHostCommands({ fit, focusPalette }: Targets): void {
  const canvas = useCanvas();
  const flow = useReactFlow<FlowNode>();
  const page = useStoreApi();
  useEffect(() => {
    /** Centres nodes that are out of view, at the current zoom. */
    const reveal = (nodes: readonly string[]) => {
      const { width, height, transform } = page.getState();
      const [left, top, zoom] = transform;
      const bounds = flow.getNodesBounds([...nodes]);
      const [x, y] = [bounds.x * zoom + left, bounds.y * zoom + top];
      const inSight =
        x >= 0 && y >= 0 && x + bounds.width * zoom <= width && y + bounds.height * zoom <= height;
      if (nodes.length === 0 || inSight) return;
      const duration = prefersStill() ? 0 : 200;
      void flow.setCenter(bounds.x + bounds.width / 2, bounds.y + bounds.height / 2, { zoom, duration });
    };
    return onMessage<ToCanvas>((message) => {
      if (message.kind === "select" && message.reveal) reveal(message.nodes);
      if (message.kind !== "do") return;
      switch (message.command) {
        case "tidy": {
          tidyGraph(canvas);
          return;
        }
        case "fit": {
          fit();
          return;
        }
        case "add":
        case "focusPalette": {
          focusPalette();
          return;
        }
        default:
          runBlockCommand(canvas, message.command);
      }
    });
  }, [canvas, fit, flow, page, focusPalette]);
}
