import { t } from "@vscode/l10n";
import { useState } from "react";
import { isBias } from "../../engine/layers/isBias";
import { formatNumber, formatRatio } from "../../engine/run/format";
import { ToneIcon } from "../ui/ToneIcon";
import { describe, toneOf } from "../../engine/diagnosis/describe";
import { type Path, updatePath } from "../../engine/tensor/path";
import type { MeasuredFinding, MeasuredGradients } from "./history";
import { useGradients } from "./stores";

/** The findings: the worst (or the one clicked) in full, the others by their title. */
export function Findings({ onSelect }: { readonly onSelect: (node: string) => void }) {
  const history = useGradients((state) => state.history);
  const [open, setOpen] = useState<string>();
  const network = useGradients((state) => state.network);
  const { findings } = history.diagnosis;
  if (findings.length === 0) return <Healthy history={history} />;
  const full = findings.find((finding) => keyOf(finding) === open) ?? findings[0];
  return (
    <div className="findings" role="status">
      {findings.map((finding) => {
        const { objective } = finding;
        const { title: found, evidence, advice } = describe(finding, network);
        const title = objective === undefined ? found : t("{0}: {1}", objective, found);
        const tone = toneOf(finding.condition);
        if (finding !== full)
          return (
            <button
              key={keyOf(finding)}
              type="button"
              className={`finding brief ${tone}`}
              onClick={() => setOpen(keyOf(finding))}
            >
              <ToneIcon tone={tone} />
              {title}
            </button>
          );
        return (
          <div key={keyOf(finding)} className={`finding ${tone}`}>
            <strong>
              <ToneIcon tone={tone} />
              {title}
            </strong>
            <p>{evidence}</p>
            <p>{advice}</p>
            <button type="button" className="link" onClick={() => show(finding, onSelect)}>
              {t("Show {0}", finding.node)}
            </button>
          </div>
        );
      })}
    </div>
  );
}

function keyOf({ condition, objective }: MeasuredFinding): string {
  return objective === undefined ? condition.kind : `${objective}/${condition.kind}`;
}

function show({ keys, node, objective }: MeasuredFinding, onSelect: (node: string) => void): void {
  const [worst] = keys;
  if (worst !== undefined) useGradients.setState({ shown: updatePath(worst as Path, objective) });
  onSelect(node);
}

/** Shown when nothing is wrong. */
function Healthy({ history }: { readonly history: MeasuredGradients }) {
  const ratios = [...history.weights.values()]
    .flatMap(({ latest: { name, updateRatio = NaN } }) =>
      !isBias(name) && updateRatio > 0 ? [updateRatio] : [],
    )
    .sort((a, b) => a - b);
  const [slowest, fastest] = [ratios[0], ratios.at(-1)];
  const still = [...history.weights.values()].every(({ latest }) => latest.gradientNorm === 0);
  return (
    <div className="findings" role="status">
      <div className="finding good">
        <strong>
          <ToneIcon tone="good" />
          {history.diagnosis.converged
            ? t("Converged: the gradients are small because there is little left to learn.")
            : still
              ? t("Every gradient is 0: there is nothing left to learn from these batches.")
              : t("Gradients reach every weight.")}
        </strong>
        {history.diagnosis.converged && history.loss && (
          <p>
            {t(
              "The loss fell from {0} to {1}.",
              formatNumber(history.loss.first),
              formatNumber(history.loss.now),
            )}
          </p>
        )}
        {slowest !== undefined && fastest !== undefined && (
          <p>
            {slowest === fastest
              ? t("The update-to-weight ratio is {0}.", formatRatio(slowest))
              : t(
                  "Update-to-weight ratios range from {0} to {1}.",
                  formatRatio(slowest),
                  formatRatio(fastest),
                )}
          </p>
        )}
      </div>
    </div>
  );
}
