import { t } from "@vscode/l10n";
import { useRun, useView } from "../stores";
import { Panel } from "./Panel";

/** What the model does with a few samples, under the charts; can be folded, and is then not computed either. */
export function Panels() {
  const panels = useRun((run) => run.panels);
  const shown = useView((view) => view.panels);
  if (panels.length === 0) return null;
  return (
    <section className="panels" aria-label={t("Samples")}>
      <button
        type="button"
        className="fold"
        aria-expanded={shown}
        title={t("What the model does with the same few samples and the same noise, as it trains")}
        onClick={() => useView.setState({ panels: !shown })}
      >
        <span className="chevron" aria-hidden />
        {t("Samples")}
      </button>
      {shown && (
        <div className="list">
          {panels.map((event) => (
            <Panel key={`${event.panel} ${event.node}`} event={event} />
          ))}
        </div>
      )}
    </section>
  );
}
