import "../ui/l10n";
import "@xyflow/react/dist/base.css";
import "../ui/base.css";
import "../inspector/inspector.css";
import "./theme.css";
import { ReactFlowProvider } from "@xyflow/react";
import { createRoot } from "react-dom/client";
import type { FromCanvas, ToCanvas } from "../messages/canvas";
import { onMessage, post, savedState, saveState } from "../ui/vscodeApi";
import { App } from "./App";
import { readFonts } from "./model/textWidth";
import { sendPicture } from "./picture/sendPicture";
import { ableCommands } from "./state/blockCommands";
import type { CanvasState } from "./state/canvasState";
import { createCanvas } from "./state/createCanvas";
import { CanvasContext } from "./state/useCanvas";

type Saved = Pick<CanvasState, "panels" | "unfolded" | "opened">;

readFonts();
const canvas = createCanvas((message) => post<FromCanvas>(message));
const { panels, unfolded, opened } = savedState<Saved>();
if (panels) canvas.set({ panels });
if (unfolded) canvas.set({ unfolded });
if (opened) canvas.set({ opened });

const root = createRoot(document.getElementById("root") ?? document.body);
root.render(
  <CanvasContext value={canvas}>
    <ReactFlowProvider>
      <App />
    </ReactFlowProvider>
  </CanvasContext>,
);

onMessage<ToCanvas>((message) => {
  if (message.kind === "draw") void sendPicture(canvas, message);
  else canvas.receive(message);
});
post<FromCanvas>({ kind: "ready" });

let able = "[]";
canvas.store.subscribe((state, before) => {
  if (state.nodes !== before.nodes || state.page !== before.page) {
    const commands = ableCommands(canvas);
    if (JSON.stringify(commands) !== able) post<FromCanvas>({ kind: "able", commands });
    able = JSON.stringify(commands);
  }
  if (state.panels !== before.panels) saveState<Saved>({ panels: state.panels });
  if (state.unfolded !== before.unfolded) saveState<Saved>({ unfolded: state.unfolded });
  if (state.opened !== before.opened) saveState<Saved>({ opened: state.opened });
  if (state.loaded && !before.loaded)
    // The second frame starts after the first one with the document has been painted.
    requestAnimationFrame(() =>
      requestAnimationFrame(() => post<FromCanvas>({ kind: "painted", milliseconds: performance.now() })),
    );
});
