import { useEffect, useRef, type CSSProperties } from "react";
import type { Bitmap } from "../../engine/run/panels";
import { paint } from "./bitmap";

interface Props {
  readonly bitmap: Bitmap;
  readonly style?: CSSProperties;
}

/** A bitmap with sharp pixels. What is around it says what it shows. */
export function BitmapCanvas({ bitmap, style }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (canvas.current) paint(canvas.current, bitmap);
  }, [bitmap]);
  return <canvas ref={canvas} className="bitmap" style={style} aria-hidden />;
}
