import { t } from "@vscode/l10n";
import type { FromGradients } from "../messages/gradients";
import { formatCount } from "../../engine/run/format";
import { Detail } from "./Detail";
import { Findings } from "./Findings";
import { Rows } from "./Rows";
import { type Sort, useGradients } from "./stores";

/** Choices for the number of steps between statistics; 0 turns them off. */
const intervals = [0, 1, 5, 10, 20, 50, 100, 500];

/** The Gradients view: rows of weights, the histograms of one of them, and the findings. */
export function GradientsView({ post }: { readonly post: (message: FromGradients) => void }) {
  const known = useGradients(({ history }) => history.weights.size > 0);
  const select = (node: string) => {
    const { run } = useGradients.getState();
    if (run !== undefined) post({ kind: "select", run, node });
  };
  const measure = (steps: number) => post({ kind: "every", steps });
  if (!known) return <NothingYet onMeasure={measure} />;
  return (
    <div className="gradients">
      <Head onMeasure={measure} />
      <Rows onSelect={select} />
      <Detail />
      <Findings onSelect={select} />
    </div>
  );
}

function Head({ onMeasure }: { readonly onMeasure: (steps: number) => void }) {
  const step = useGradients(({ history }) => history.step);
  const sort = useGradients((state) => state.sort);
  const every = useGradients((state) => state.every);
  return (
    <header className="head">
      <span className="step">{t("step {0}", formatCount(step))}</span>
      <select
        aria-label={t("Measurement interval")}
        title={t("How often statistics are measured; less often costs less")}
        value={every}
        onChange={(event) => onMeasure(Number(event.target.value))}
      >
        {[...new Set([...intervals, every])]
          .sort((a, b) => a - b)
          .map((steps) => (
            <option key={steps} value={steps}>
              {steps === 0 ? t("off") : steps === 1 ? t("every step") : t("every {0}", steps)}
            </option>
          ))}
      </select>
      <select
        aria-label={t("Order")}
        title={t("Order of the rows")}
        value={sort}
        onChange={(event) => useGradients.setState({ sort: event.target.value as Sort })}
      >
        <option value="network">{t("by network")}</option>
        <option value="norm">{t("by gradient")}</option>
        <option value="problem">{t("by problem")}</option>
      </select>
    </header>
  );
}

function NothingYet({ onMeasure }: { readonly onMeasure: (steps: number) => void }) {
  const name = useGradients((state) => state.name);
  const every = useGradients((state) => state.every);
  if (name !== undefined && every === 0)
    return (
      <div className="nothing">
        <p>{t("Gradient statistics are off for {0}.", name)}</p>
        <button type="button" className="button" onClick={() => onMeasure(20)}>
          {t("Measure Every {0} Steps", 20)}
        </button>
      </div>
    );
  return (
    <div className="nothing">
      <p>
        {name === undefined
          ? t(
              "Train a model to see how large each weight's gradient is and whether it vanishes, explodes or is cut off by dead units.",
            )
          : t(
              "There are no gradient statistics for {0} yet. Runs in VS Code measure them from the first steps; in a terminal, use netloom train --gradients.",
              name,
            )}
      </p>
    </div>
  );
}
