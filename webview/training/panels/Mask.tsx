import { useEffect, useRef } from "react";
import type { Bitmap } from "../../../engine/run/panels";
import { onThemeChange } from "../../ui/theme";
import { paintMask } from "./paintMask";

interface Props {
  readonly mask: Bitmap;
  /** In CSS pixels. */
  readonly width: number;
  readonly height: number;
}

/** A mask in the colours of its classes, over what is behind it. What is around it says what it shows. */
export function Mask({ mask, width, height }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const redraw = () => {
      const element = canvas.current;
      const context = element?.getContext("2d");
      if (!element || !context) return;
      const scale = window.devicePixelRatio;
      element.width = Math.round(width * scale);
      element.height = Math.round(height * scale);
      context.scale(scale, scale);
      paintMask(context, mask, width, height);
    };
    redraw();
    return onThemeChange(redraw);
  }, [mask, width, height]);
  return <canvas ref={canvas} className="mask" style={{ width, height }} aria-hidden />;
}
