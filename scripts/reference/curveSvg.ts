import type { Curve } from "./activationCurve";

const [width, height, margin] = [420, 260, 28];

/** An activation's curve as SVG: its value solid, its slope dashed. Deterministic. */
export function curveSvg(title: string, { x, y, slope }: Curve): string {
  const [left, right] = [x[0] ?? 0, x.at(-1) ?? 1];
  const all = [...y, ...slope, 0];
  const [low, high] = [
    Math.max(-6, Math.floor(Math.min(...all) - 0.1)),
    Math.min(6, Math.ceil(Math.max(...all) + 0.1)),
  ];
  const across = (value: number) => margin + ((value - left) / (right - left)) * (width - 2 * margin);
  const up = (value: number) => height - margin - ((value - low) / (high - low)) * (height - 2 * margin);
  const line = (values: readonly number[]) => {
    const points = values.map(
      (value, i) => `${round(across(x[i] ?? 0))},${round(up(Math.min(high, Math.max(low, value))))}`,
    );
    return points.join(" ");
  };
  const ticks = (first: number, last: number) =>
    Array.from({ length: last - first + 1 }, (_, i) => first + i);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${String(width)} ${String(height)}" role="img" aria-label="${title}: value and slope">`,
    "<style>text{font:11px sans-serif;fill:#777}.axis{stroke:#999;stroke-width:1}.tick{stroke:#9994;stroke-width:1}polyline{fill:none;stroke-width:2}.value{stroke:#3b82d6}.slope{stroke:#d9822b;stroke-dasharray:5 4}</style>",
    ...ticks(left, right).map(
      (tick) =>
        `<line class="tick" x1="${round(across(tick))}" x2="${round(across(tick))}" y1="${round(up(low))}" y2="${round(up(high))}"/>`,
    ),
    ...ticks(low, high).map(
      (tick) =>
        `<line class="tick" x1="${round(across(left))}" x2="${round(across(right))}" y1="${round(up(tick))}" y2="${round(up(tick))}"/>`,
    ),
    `<line class="axis" x1="${round(across(left))}" x2="${round(across(right))}" y1="${round(up(0))}" y2="${round(up(0))}"/>`,
    `<line class="axis" x1="${round(across(0))}" x2="${round(across(0))}" y1="${round(up(low))}" y2="${round(up(high))}"/>`,
    ...ticks(left, right)
      .filter((tick) => tick % 2 !== 0)
      .map(
        (tick) =>
          `<text x="${round(across(tick))}" y="${String(height - 10)}" text-anchor="middle">${String(tick)}</text>`,
      ),
    ...ticks(low, high).map(
      (tick) =>
        `<text x="${String(margin - 8)}" y="${round(up(tick) + 4)}" text-anchor="end">${String(tick)}</text>`,
    ),
    `<polyline class="slope" points="${line(slope)}"/>`,
    `<polyline class="value" points="${line(y)}"/>`,
    "</svg>",
    "",
  ].join("\n");
}

/** Few digits, so that differences between platforms do not show. */
function round(value: number): string {
  return String(Math.round(value * 10) / 10);
}
