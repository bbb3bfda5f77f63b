import { t } from "@vscode/l10n";
import { useCallback, useEffect, useRef, useState } from "react";
import type { Shape, Tone } from "../../../engine/data/environments/Shape";
import { formatCount, formatNumber } from "../../../engine/run/format";
import type { PlayedEpisode } from "../../../engine/run/panels";
import { Picture } from "../../ui/Picture";
import { prefersStill } from "../../ui/prefersStill";
import { themeColour } from "../../ui/theme";

/** The most CSS pixels of a picture in each direction. */
const widest = 320;
const highest = 180;
/** Milliseconds for which a picture is shown. */
const frameTime = 33;

/** An episode, played again and again, each time the newest; it can be stopped and looked at step by step. */
export function Play(newest: PlayedEpisode) {
  const [{ episode, frame }, setShown] = useState({ episode: newest, frame: 0 });
  const [playing, setPlaying] = useState(() => !prefersStill());
  const next = useRef(newest);
  useEffect(() => {
    next.current = newest;
  }, [newest]);

  useEffect(() => {
    if (!playing) return;
    const timer = setInterval(() => {
      setShown((shown) =>
        shown.frame + 1 < shown.episode.frames.length
          ? { ...shown, frame: shown.frame + 1 }
          : { episode: next.current, frame: 0 },
      );
    }, frameTime);
    return () => clearInterval(timer);
  }, [playing]);

  const { frames, backdrop, height, steps } = episode;
  const width = Math.min(widest, highest / height);
  const shapes = frames[frame];
  const draw = useCallback(
    (context: CanvasRenderingContext2D) => {
      for (const shape of [...backdrop, ...(shapes ?? [])]) drawShape(context, shape, width);
    },
    [backdrop, shapes, width],
  );
  const last = Math.max(1, frames.length - 1);
  const step = Math.round((frame * steps) / last);
  const result = t(
    "An episode of {0} steps with a return of {1}",
    formatCount(steps),
    formatNumber(episode.return),
  );
  const control = playing ? t("Pause the episode") : t("Play the episode");
  return (
    <div className="play" style={{ width }}>
      <Picture height={width * height} label={result} draw={draw} />
      <div className="player">
        <button
          type="button"
          className="button quiet"
          aria-label={control}
          title={control}
          onClick={() => {
            setPlaying(!playing);
          }}
        >
          {playing ? "❚❚" : "▶"}
        </button>
        <input
          type="range"
          min={0}
          max={last}
          value={frame}
          aria-label={t("Step of the episode")}
          aria-valuetext={t("step {0} of {1}", formatCount(step), formatCount(steps))}
          onChange={({ target }) => {
            setPlaying(false);
            setShown({ episode, frame: Number(target.value) });
          }}
        />
      </div>
      <span className="result">
        {t("step {0} of {1}", formatCount(step), formatCount(steps))} ·{" "}
        {t("return {0}", formatNumber(episode.return))}
      </span>
    </div>
  );
}

const colours: Readonly<Record<Tone, () => string>> = {
  ground: () => themeColour("descriptionForeground", "foreground"),
  body: () => themeColour("foreground"),
  moving: () => themeColour("charts-blue"),
  goal: () => themeColour("charts-green"),
};

/** @param width Of the picture, in CSS pixels. */
function drawShape(context: CanvasRenderingContext2D, shape: Shape, width: number): void {
  context.fillStyle = context.strokeStyle = colours[shape.tone]();
  context.beginPath();
  if (shape.kind === "circle") {
    const [x, y] = shape.at;
    context.arc(x * width, y * width, Math.max(0, shape.radius) * width, 0, 2 * Math.PI);
    context.fill();
    return;
  }
  for (const [x, y] of shape.points) context.lineTo(x * width, y * width);
  if (shape.kind === "polygon") {
    // Areas of the ground are large.
    context.globalAlpha = shape.tone === "ground" ? 0.25 : 1;
    context.fill();
    context.globalAlpha = 1;
  } else {
    context.lineWidth = shape.width * width;
    context.lineCap = "round";
    context.lineJoin = "round";
    context.stroke();
  }
}
