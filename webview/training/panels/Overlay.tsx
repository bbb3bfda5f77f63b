import { useEffect, useRef } from "react";
import type { SamplePicture } from "../../../engine/run/panels";
import { onThemeChange } from "../../ui/theme";
import { paintBoxes } from "./paintBoxes";
import { paintMask } from "./paintMask";

interface Props extends Pick<SamplePicture, "mask" | "boxes"> {
  /** In CSS pixels. */
  readonly width: number;
  readonly height: number;
}

/** A mask and boxes in the colours of their classes, over what is behind them. What is around it says what it shows. */
export function Overlay({ mask, boxes, width, height }: Props) {
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
      if (mask) paintMask(context, mask, width, height);
      if (boxes) paintBoxes(context, boxes, width, height);
    };
    redraw();
    return onThemeChange(redraw);
  }, [mask, boxes, width, height]);
  return <canvas ref={canvas} className="overlay" style={{ width, height }} aria-hidden />;
}
