import { useEffect, useRef } from "react";
import uPlot from "uplot";
import { formatNumber } from "../../../engine/run/format";
import type { Line, PanelContent, PanelRole } from "../../../engine/run/panels";
import { onThemeChange, themeColour } from "../../ui/theme";
import { Legend } from "./Legend";
import { roleName } from "./panelTitle";

type Props = Extract<PanelContent, { show: "lines" }>;

/** In CSS pixels. */
const width = 420;
const height = 150;

/** Numbers over time: what was, and what was predicted from what came before. */
export function Lines({ lines }: Props) {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = host.current;
    if (!element) return;
    const chart = lineChart(element, lines);
    const endTheme = onThemeChange(() => chart.redraw(false));
    return () => {
      endTheme();
      chart.destroy();
    };
  }, [lines]);
  return (
    <div className="lines">
      <div ref={host} role="img" aria-label={lines.map(describe).join("; ")} />
      <Legend
        entries={lines.map(({ role }) => ({
          name: roleName(role),
          mark: <span className="dot" style={{ background: colourOf(role) }} aria-hidden />,
        }))}
      />
    </div>
  );
}

function lineChart(host: HTMLElement, lines: readonly Line[]): uPlot {
  const steps = Math.max(...lines.map(({ y }) => y.length));
  const x = Array.from({ length: steps }, (_, step) => step);
  const font = `11px ${getComputedStyle(document.body).fontFamily}`;
  const axis = { stroke: () => themeColour("descriptionForeground", "foreground"), font };
  return new uPlot(
    {
      width,
      height,
      legend: { show: false },
      cursor: { show: false },
      scales: { x: { time: false } },
      axes: [
        { ...axis, size: 20, gap: 3, grid: { show: false }, ticks: { show: false } },
        { ...axis, size: 44, gap: 5, grid: { show: false }, ticks: { show: false } },
      ],
      series: [
        {},
        ...lines.map(({ role }) => ({
          stroke: () => colourOf(role),
          width: 1.5,
          // Lines of other roles also differ in form.
          ...(role === "target" && { dash: [4, 3] }),
          points: { show: false },
        })),
      ],
    },
    [x, ...lines.map(({ y }) => y.map((value) => (Number.isFinite(value) ? value : null)))],
    host,
  );
}

function colourOf(role: PanelRole): string {
  return role === "prediction" ? themeColour("charts-blue") : themeColour("charts-yellow");
}

/** A line in words. */
function describe({ role, y }: Line): string {
  const known = y.filter(Number.isFinite);
  const [low, high] = [Math.min(...known), Math.max(...known)];
  return `${roleName(role)}: ${y.length} · ${formatNumber(low)} … ${formatNumber(high)}`;
}
