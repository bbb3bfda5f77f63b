import { t } from "@vscode/l10n";
import { useEffect, useState } from "react";
import { useShallow } from "zustand/shallow";
import type { FromTraining } from "../messages/training";
import { ToneIcon } from "../ui/ToneIcon";
import { Chart } from "./Chart";
import { ConfusionMatrix } from "./ConfusionMatrix";
import { Facts } from "./Facts";
import { finding } from "./finding";
import { isMatrix } from "./metric";
import { useRun } from "./stores";
import { RunSelect } from "./RunSelect";
import { RunButtons, ViewControls } from "./Toolbar";

/** The Training view: a sentence, the charts, the facts. */
export function Training({ post }: { readonly post: (message: FromTraining) => void }) {
  const names = useRun(useShallow((run) => chartNames(run.series.names, run.start?.metrics)));
  const matrices = useRun(useShallow((run) => (run.start?.metrics ?? []).filter(isMatrix)));
  const known = useRun((run) => run.name !== undefined || run.start !== undefined);
  const command = (name: Extract<FromTraining, { kind: "command" }>["command"]) =>
    post({ kind: "command", command: name, run: useRun.getState().id });
  if (!known) return <NothingYet onTrain={() => command("train")} />;
  return (
    <div className="training">
      <div className="bar">
        <RunSelect onSelect={(run) => post({ kind: "select", run })} />
        <Sentence />
        <ViewControls />
        <RunButtons onCommand={command} />
      </div>
      <div className="body">
        <div className="charts">
          {names.map((name) => (
            <Chart key={name} name={name} />
          ))}
        </div>
        {matrices.length > 0 && (
          <div className="matrices">
            {matrices.map((name) => (
              <ConfusionMatrix key={name} name={name} />
            ))}
          </div>
        )}
        <Facts />
      </div>
    </div>
  );
}

/** Loss first, then the model's metrics that are numbers, also before their first value. */
function chartNames(seen: readonly string[], planned: readonly string[] = []): string[] {
  return [...new Set(["loss", ...planned.filter((name) => !isMatrix(name)), ...seen])];
}

/** Looked for twice a second: a sentence that changes faster cannot be read. */
function Sentence() {
  const [found, setFound] = useState(() => finding(useRun.getState()));
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      timer = undefined;
      const next = finding(useRun.getState());
      setFound((before) => (before?.text === next?.text && before?.advice === next?.advice ? before : next));
    };
    look();
    const end = useRun.subscribe((run, before) => {
      if (run.id !== before.id || run.status !== before.status) look();
      else timer ??= setTimeout(look, 500);
    });
    return () => {
      clearTimeout(timer);
      end();
    };
  }, []);
  if (!found) return <p className="sentence" />;
  return (
    <p className={`sentence ${found.tone}`} role="status">
      <ToneIcon tone={found.tone} />
      <strong>{found.text}</strong> {found.advice && <span className="advice">{found.advice}</span>}
    </p>
  );
}

function NothingYet({ onTrain }: { readonly onTrain: () => void }) {
  return (
    <div className="nothing">
      <h2>{t("No training yet")}</h2>
      <p>
        {t(
          "Open a model (a file that ends in .nn.json) and train it: its loss and metrics are drawn here as they come.",
        )}
      </p>
      <button type="button" className="button" onClick={onTrain}>
        {t("Train Model")}
      </button>
    </div>
  );
}
