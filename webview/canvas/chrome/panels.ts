import type { Panels } from "../state/canvasState";
import type { Canvas } from "../state/createCanvas";

export function showInspector(canvas: Canvas): void {
  setPanel(canvas, "inspector", true);
}

export function setPanel(canvas: Canvas, panel: keyof Panels, open: boolean): void {
  canvas.set({ panels: { ...canvas.get().panels, [panel]: open } });
}
