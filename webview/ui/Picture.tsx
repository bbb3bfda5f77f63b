import { useEffect, useRef } from "react";
import { onThemeChange } from "./theme";

export interface PictureProps {
  readonly height: number;
  /** What the picture shows, for screen readers. */
  readonly label: string;
  /** Draws in CSS pixels on a cleared canvas. Must be a new function whenever the drawing changes. */
  readonly draw: (context: CanvasRenderingContext2D, width: number, height: number) => void;
}

/** A canvas as wide as its container, redrawn when `draw`, its size or the theme changes. */
export function Picture({ height, label, draw }: PictureProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const redraw = useRef<() => void>(undefined);
  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext("2d");
    if (!element || !context) return;
    redraw.current = () => {
      const width = element.clientWidth;
      const scale = window.devicePixelRatio;
      element.width = Math.round(width * scale);
      element.height = Math.round(height * scale);
      context.setTransform(scale, 0, 0, scale, 0, 0);
      context.clearRect(0, 0, width, height);
      draw(context, width, height);
    };
    redraw.current();
  }, [draw, height]);
  useEffect(() => {
    const again = () => redraw.current?.();
    const sizes = new ResizeObserver(again);
    if (canvas.current) sizes.observe(canvas.current);
    const endTheme = onThemeChange(again);
    return () => {
      sizes.disconnect();
      endTheme();
    };
  }, []);
  return <canvas ref={canvas} className="picture" style={{ height }} role="img" aria-label={label} />;
}
