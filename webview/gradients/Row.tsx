import { t } from "@vscode/l10n";
import { memo } from "react";
import { formatNumber, formatRatio, formatFraction } from "../../engine/run/format";
import { describe, tagOf, toneOf } from "../../engine/diagnosis/describe";
import type { Condition } from "../../engine/diagnosis/gradients/diagnosis";
import { pathOf } from "../../engine/tensor/path";
import type { WeightHistory } from "./history";
import { bars, numberOf, numbers } from "./shown";

export interface RowProps {
  readonly id: string;
  readonly weight: WeightHistory;
  readonly conditions: readonly Condition[] | undefined;
  /** Its histograms are shown. */
  readonly shown: boolean;
  /** Its node is selected on the canvas. */
  readonly selected: boolean;
  readonly top: number;
  /** The node's name, relative to the group that it is in, and how deep that is. */
  readonly node: string;
  readonly depth: number;
  /** The objective that updates it, if it is to be shown. */
  readonly objective: string | undefined;
  readonly onChoose: (key: string) => void;
}

/** One weight: its name, the objective that updates it, what is wrong with it, its gradient norm and its other statistics. */
export const Row = memo(function Row(props: RowProps) {
  const { id, weight, conditions, shown, selected, top, depth, objective, onChoose } = props;
  const { node, name } = weight.latest;
  const worst = conditions?.[0];
  const classes = ["row", shown && "shown", selected && "selected", worst && toneOf(worst)];
  return (
    <div
      id={id}
      role="option"
      aria-selected={shown}
      className={classes.filter(Boolean).join(" ")}
      style={{ top, paddingLeft: depth > 0 ? 9 + 12 * depth : undefined }}
      onClick={() => onChoose(weight.key)}
    >
      <div className="name" title={pathOf(node, name)}>
        <span className="path">
          {props.node}
          <i>.{name}</i>
        </span>
        {objective !== undefined && (
          <span className="objective" title={t("The objective whose gradient and update these are")}>
            {objective}
          </span>
        )}
        {conditions?.map((condition) => (
          <span
            key={condition.kind}
            className={`tag ${toneOf(condition)}`}
            title={describe({ condition, keys: [pathOf(node, name)], node }).title}
          >
            {tagOf(condition)}
          </span>
        ))}
      </div>
      {bars.map(({ name, show: { title, from, to } }) => (
        <div key={name} className="norm" title={t(title, formatNumber(from), formatNumber(to))}>
          <div className="track">
            <div style={{ width: `${100 * placeOn(from, to, numberOf(weight.latest, name))}%` }} />
          </div>
          <b>{formatNumber(numberOf(weight.latest, name))}</b>
          <Sparkline norms={weight.numbers.get(name)?.entries ?? []} />
        </div>
      ))}
      <div className="statistics">
        {numbers.map(({ name, show: { label, title, format } }) => (
          <span key={name} title={t(title)}>
            {t(label)} <b>{formats[format](numberOf(weight.latest, name))}</b>
          </span>
        ))}
      </div>
    </div>
  );
});

const formats = { number: formatNumber, ratio: formatRatio, fraction: formatFraction };

/** A number's position on a logarithmic bar, from 0 to 1; NaN fills the bar. */
function placeOn(from: number, to: number, value: number): number {
  if (Number.isNaN(value)) return 1;
  if (value <= 0) return 0;
  const [low, high] = [Math.log10(from), Math.log10(to)];
  return Math.min(1, Math.max(0.01, (Math.log10(value) - low) / (high - low)));
}

const [sparkWidth, sparkHeight] = [60, 16];

/** The norm over the run, on its own logarithmic axis, with a gap where it is 0 or not finite. */
function Sparkline({ norms }: { readonly norms: readonly number[] }) {
  const logs = norms.map((norm) => (norm > 0 && Number.isFinite(norm) ? Math.log10(norm) : NaN));
  const known = logs.filter((value) => !Number.isNaN(value));
  const low = Math.min(...known);
  // An axis of at least half a decade, so that noise stays small.
  const span = Math.max(Math.max(...known) - low, 0.5);
  const middle = (Math.max(...known) + low) / 2;
  let path = "";
  let pen = "M";
  for (const [index, value] of logs.entries()) {
    if (Number.isNaN(value)) {
      pen = "M";
      continue;
    }
    const x = logs.length > 1 ? (index / (logs.length - 1)) * sparkWidth : sparkWidth;
    const y = sparkHeight / 2 - ((value - middle) / span) * (sparkHeight - 3);
    path += `${pen}${x.toFixed(1)},${y.toFixed(1)}`;
    pen = "L";
  }
  return (
    <svg className="spark" width={sparkWidth} height={sparkHeight} aria-hidden="true">
      <path d={path} />
    </svg>
  );
}
