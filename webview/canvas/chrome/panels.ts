import type { CanvasState, PanelName } from "../state/canvasState";
import type { Canvas } from "../state/createCanvas";

/** Editors narrower than this, in px, have no room for panels beside the graph. */
export const narrowBelow = 900;

/** The least and the usual width of a panel, in px. Style sheets see to it that the graph keeps 60 % of the editor. */
export const panelWidths: Readonly<Record<PanelName, { readonly least: number; readonly usual: number }>> = {
  palette: { least: 120, usual: 180 },
  inspector: { least: 180, usual: 264 },
};

export function isOpen({ narrow, overlay, panels }: CanvasState, panel: PanelName): boolean {
  return narrow ? overlay === panel : panels[panel];
}

export function showInspector(canvas: Canvas): void {
  setPanel(canvas, "inspector", true);
}

export function setPanel(canvas: Canvas, panel: PanelName, open: boolean): void {
  const { narrow, overlay, panels } = canvas.get();
  if (!narrow) canvas.set({ panels: { ...panels, [panel]: open } });
  else if (open) canvas.set({ overlay: panel });
  else if (overlay === panel) canvas.set({ overlay: undefined });
}

/** Sets a panel's width; undefined for the usual one. */
export function setWidth(canvas: Canvas, panel: PanelName, width: number | undefined): void {
  const { panels } = canvas.get();
  const wanted = width && Math.round(Math.max(panelWidths[panel].least, width));
  canvas.set({ panels: { ...panels, widths: { ...panels.widths, [panel]: wanted } } });
}
