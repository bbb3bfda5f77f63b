import { t } from "@vscode/l10n";
import { useEffect, useRef, useState, type KeyboardEvent, type PointerEvent } from "react";
import type { PredictableInput } from "../../engine/run/prediction";
import { paint } from "../ui/bitmap";
import { stroke, type Drawing, type Point } from "./brush";
import { base64, give } from "./stores";

/** CSS pixels along the longer side, of which the picture gets the nearest multiple of its own size from below, if any. */
const side = 280;
const white = "#ffffff";

/**
 * A pad on which a picture is drawn at the model's resolution, white on black, or in a colour. Drawn with a mouse or pen,
 * or with the keyboard: the arrow keys move the pen, the space bar puts it down or lifts it.
 */
export function Pad({ input }: { readonly input: Extract<PredictableInput, { kind: "picture" }> }) {
  const { path, width, height, channels } = input;
  const canvas = useRef<HTMLCanvasElement>(null);
  const drawing = useRef<Drawing>(undefined);
  /** Where the pointer was last, while it draws. */
  const last = useRef<Point>(undefined);
  const [colour, setColour] = useState(white);
  const [pen, setPen] = useState<Pen>({ at: [width / 2, height / 2], isDown: false, isShown: false });

  /** Shows what is drawn and gives it to the model. */
  const show = (drawn: Drawing) => {
    const picture = { width, height, channels, pixels: base64(drawn.bytes) };
    if (canvas.current) paint(canvas.current, picture);
    give(path, { kind: "picture", ...picture });
  };
  const current = () =>
    (drawing.current ??= { width, height, channels, bytes: new Uint8Array(width * height * channels) });
  const draw = (from: Point, to: Point) => {
    const drawn = current();
    stroke(drawn, from, to, channels === 1 ? [255] : channelsOf(colour));
    show(drawn);
  };
  const clear = () => {
    drawing.current = undefined;
    show(current());
  };
  // The canvas is black from the start.
  useEffect(() => {
    if (canvas.current)
      paint(canvas.current, {
        width,
        height,
        channels,
        pixels: base64(new Uint8Array(width * height * channels)),
      });
  }, [width, height, channels]);

  const pointOf = ({ clientX, clientY, currentTarget }: PointerEvent<HTMLCanvasElement>): Point => {
    const box = currentTarget.getBoundingClientRect();
    return [((clientX - box.left) * width) / box.width, ((clientY - box.top) * height) / box.height];
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = Math.max(1, Math.round(Math.min(width, height) / 28));
    const [across, down] = directions[event.key] ?? [0, 0];
    const isMove = across !== 0 || down !== 0;
    if (!isMove && event.key !== " ") return;
    event.preventDefault();
    const at: Point = [
      Math.min(width - 0.5, Math.max(0.5, pen.at[0] + across * step)),
      Math.min(height - 0.5, Math.max(0.5, pen.at[1] + down * step)),
    ];
    const isDown = isMove ? pen.isDown : !pen.isDown;
    setPen({ at, isDown, isShown: true });
    if (isDown) draw(pen.at, at);
  };

  const scale = Math.max(1, Math.floor(side / Math.max(width, height)));
  const size = { width: width * scale, height: height * scale };
  return (
    <div className="input pad">
      <h2>{path}</h2>
      <div className="paper" style={size}>
        <canvas
          ref={canvas}
          className="bitmap"
          style={size}
          tabIndex={0}
          role="application"
          aria-label={t("Drawing of {0} × {1} pixels", width, height)}
          aria-description={t("The arrow keys move the pen; the space bar puts it down or lifts it.")}
          onKeyDown={onKeyDown}
          onBlur={() => setPen((before) => ({ ...before, isShown: false }))}
          onPointerDown={(event) => {
            if (event.button !== 0) return;
            event.currentTarget.setPointerCapture(event.pointerId);
            last.current = pointOf(event);
            draw(last.current, last.current);
          }}
          onPointerMove={(event) => {
            if (!last.current) return;
            const point = pointOf(event);
            draw(last.current, point);
            last.current = point;
          }}
          onPointerUp={() => (last.current = undefined)}
          onPointerCancel={() => (last.current = undefined)}
        />
        {pen.isShown && (
          <span
            className={pen.isDown ? "pen down" : "pen"}
            style={{ left: pen.at[0] * scale, top: pen.at[1] * scale }}
          />
        )}
      </div>
      <div className="field">
        {channels === 3 && (
          <label>
            <span>{t("Colour")}</span>
            <input type="color" value={colour} onChange={(event) => setColour(event.target.value)} />
          </label>
        )}
        <button type="button" className="button quiet" onClick={clear}>
          {t("Clear")}
        </button>
        <span className="visually-hidden" role="status">
          {pen.isShown && (pen.isDown ? t("The pen is down") : t("The pen is up"))}
        </span>
      </div>
    </div>
  );
}

/** The pen that the keyboard moves. */
interface Pen {
  readonly at: Point;
  readonly isDown: boolean;
  readonly isShown: boolean;
}

const directions: Readonly<Record<string, Point>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** `#ff8000` as its red, green and blue. */
function channelsOf(colour: string): number[] {
  return [1, 3, 5].map((start) => Number.parseInt(colour.slice(start, start + 2), 16));
}
