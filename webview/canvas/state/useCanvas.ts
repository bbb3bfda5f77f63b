import { createContext, use } from "react";
import { useStore } from "zustand";
import type { CanvasState } from "./canvasState";
import type { Canvas } from "./createCanvas";

export const CanvasContext = createContext<Canvas | undefined>(undefined);

/** The canvas, for gestures. */
export function useCanvas(): Canvas {
  const canvas = use(CanvasContext);
  if (!canvas) throw new Error("There is no canvas above this component.");
  return canvas;
}

/** A part of the canvas's state; the component renders again only when that part changes. */
export function useCanvasState<T>(selector: (state: CanvasState) => T): T {
  return useStore(useCanvas().store, selector);
}
