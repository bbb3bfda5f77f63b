import { t } from "@vscode/l10n";
import { useEffect, useState } from "react";
import { useShallow } from "zustand/shallow";
import type { FromTraining } from "../messages/training";
import { ToneIcon } from "../ui/ToneIcon";
import { Chart } from "./Chart";
import { ConfusionMatrix } from "./ConfusionMatrix";
import { Facts } from "./Facts";
import { chartNames } from "./chartNames";
import { headline } from "./headline";
import { isMatrix } from "./metric";
import { Panels } from "./panels/Panels";
import { useRun } from "./stores";
import { RunSelect } from "./RunSelect";
import { RunButtons, ViewControls } from "./Toolbar";

/** The Training view: a headline, charts, and facts about the run. */
export function Training({ post }: { readonly post: (message: FromTraining) => void }) {
  const names = useRun(useShallow((run) => chartNames(run.series.names, run.start)));
  const matrices = useRun(useShallow((run) => (run.start?.metrics ?? []).filter(isMatrix)));
  const known = useRun((run) => run.name !== undefined || run.start !== undefined);
  const command = (name: Extract<FromTraining, { kind: "command" }>["command"]) =>
    post({ kind: "command", command: name, run: useRun.getState().id });
  if (!known) return <NoRun onTrain={() => command("train")} />;
  return (
    <div className="training">
      <div className="bar">
        <RunSelect onSelect={(run) => post({ kind: "select", run })} />
        <Headline />
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
      <Panels />
    </div>
  );
}

/** Updated at most twice per second, because text that changes faster cannot be read. */
function Headline() {
  const [shown, setShown] = useState(() => headline(useRun.getState()));
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const update = () => {
      timer = undefined;
      const next = headline(useRun.getState());
      setShown((before) => (before?.text === next?.text && before?.advice === next?.advice ? before : next));
    };
    update();
    const end = useRun.subscribe((run, before) => {
      if (run.id !== before.id || run.status !== before.status) update();
      else timer ??= setTimeout(update, 500);
    });
    return () => {
      clearTimeout(timer);
      end();
    };
  }, []);
  if (!shown) return <p className="headline" />;
  return (
    <p className={`headline ${shown.tone}`} role="status">
      <ToneIcon tone={shown.tone} />
      <strong>{shown.text}</strong> {shown.advice && <span className="advice">{shown.advice}</span>}
    </p>
  );
}

function NoRun({ onTrain }: { readonly onTrain: () => void }) {
  return (
    <div className="nothing">
      <h2>{t("No training yet")}</h2>
      <p>
        {t(
          "Open a model (a file that ends in .nn.json) and train it. Its loss and metrics appear here during training.",
        )}
      </p>
      <button type="button" className="button" onClick={onTrain}>
        {t("Train Model")}
      </button>
    </div>
  );
}
