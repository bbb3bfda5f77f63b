import { t } from "@vscode/l10n";
import { Fragment, useCallback } from "react";
import type { Histogram } from "../../engine/probes/probe";
import { formatCount } from "../../engine/run/format";
import { pathOf } from "../../engine/tensor/path";
import { isDrawable } from "./density";
import { drawHistogram, drawRidges, type Ridge } from "./draw";
import { Picture } from "../ui/Picture";
import { histogramOf, histograms, ridged } from "./shown";
import { useGradients } from "./stores";

/** The shown weight's histograms: the current ones, and the gradient's over the run. */
export function Detail() {
  const weight = useGradients(({ history, shown }) =>
    shown === undefined ? undefined : history.weights.get(shown),
  );
  if (!weight) return null;
  const { size, node, name, objective } = weight.latest;
  const path = pathOf(node, name);
  const title = objective === undefined ? path : `${path} · ${objective}`;
  return (
    <section className="detail" aria-label={t("Histograms of {0}", title)}>
      <h2>
        {title} <span>{size === 1 ? t("1 element") : t("{0} elements", formatCount(size))}</span>
      </h2>
      <div className="pair">
        {histograms.map(({ name, show: { label } }) => (
          <HistogramPicture key={name} title={t(label)} histogram={histogramOf(weight.latest, name)} />
        ))}
      </div>
      {ridged.map(({ name, heading, label }) => (
        <Fragment key={name}>
          <h3>{t(heading)}</h3>
          <Ridges label={t(label)} ridges={weight.histograms.get(name)?.entries ?? []} />
        </Fragment>
      ))}
    </section>
  );
}

function HistogramPicture({ title, histogram }: { readonly title: string; readonly histogram: Histogram }) {
  const draw = useCallback(
    (context: CanvasRenderingContext2D, width: number, height: number) =>
      drawHistogram(context, width, height, histogram),
    [histogram],
  );
  return (
    <figure>
      <figcaption>{title}</figcaption>
      {isDrawable(histogram) ? (
        <Picture height={64} label={t("Histogram of {0}", title)} draw={draw} />
      ) : (
        <p className="blank">
          {histogram.counts.length === 0
            ? t("Histograms are not saved with a run.")
            : t("Not finite: cannot be drawn.")}
        </p>
      )}
    </figure>
  );
}

/** In pixels; low enough to leave room for the rows. */
const ridgesHeight = 138;

function Ridges({ label, ridges }: { readonly label: string; readonly ridges: readonly Ridge[] }) {
  const draw = useCallback(
    (context: CanvasRenderingContext2D, width: number, height: number) =>
      drawRidges(context, width, height, ridges),
    [ridges],
  );
  return <Picture height={ridgesHeight} label={label} draw={draw} />;
}
