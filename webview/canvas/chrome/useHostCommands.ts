import { useReactFlow } from "@xyflow/react";
import { useEffect } from "react";
import type { ToCanvas } from "../../messages/canvas";
import { prefersStill } from "../../ui/prefersStill";
import { onMessage } from "../../ui/vscodeApi";
import { tidyGraph } from "../state/gestures";
import { useCanvas } from "../state/useCanvas";

interface Targets {
  readonly fit: () => void;
  readonly focusPalette: () => void;
}

/** Carries out the workbench's commands, and brings what another view selects into sight. */
export function useHostCommands({ fit, focusPalette }: Targets): void {
  const canvas = useCanvas();
  const { fitView } = useReactFlow();
  useEffect(
    () =>
      onMessage<ToCanvas>((message) => {
        if (message.kind === "select" && message.reveal && message.nodes.length > 0)
          void fitView({
            nodes: message.nodes.map((id) => ({ id })),
            padding: 0.4,
            maxZoom: 1,
            duration: prefersStill() ? 0 : 200,
          });
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
        }
      }),
    [canvas, fit, fitView, focusPalette],
  );
}
