import { useEffect } from "react";
import type { ToCanvas } from "../../messages/canvas";
import { onMessage } from "../../ui/vscodeApi";
import { runBlockCommand } from "../state/blockCommands";
import { tidyGraph } from "../state/gestures";
import { goToProblem, showProblem } from "../state/problems";
import { useCanvas } from "../state/useCanvas";

interface Targets {
  readonly fit: () => void;
  readonly add: () => void;
  readonly focusPalette: () => void;
}

/** Runs VS Code's commands on the canvas. */
export function useHostCommands({ fit, add, focusPalette }: Targets): void {
  const canvas = useCanvas();
  useEffect(
    () =>
      onMessage<ToCanvas>((message) => {
        if (message.kind === "showProblem") showProblem(canvas, message.problem);
        if (message.kind !== "do") return;
        switch (message.command) {
          case "tidy": {
            tidyGraph(canvas, fit);
            return;
          }
          case "fit": {
            fit();
            return;
          }
          case "add": {
            add();
            return;
          }
          case "focusPalette": {
            focusPalette();
            return;
          }
          case "nextProblem": {
            goToProblem(canvas, 1);
            return;
          }
          case "previousProblem": {
            goToProblem(canvas, -1);
            return;
          }
          default:
            runBlockCommand(canvas, message.command);
        }
      }),
    [canvas, fit, add, focusPalette],
  );
}
