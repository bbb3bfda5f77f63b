import "../ui/l10n";
import "../ui/base.css";
import "uplot/dist/uPlot.min.css";
import "./training.css";
import "./panels/panels.css";
import { createRoot } from "react-dom/client";
import type { FromTraining, ToTraining } from "../messages/training";
import { onMessage, post, saveState, savedState } from "../ui/vscodeApi";
import { receive, setSmoothing, useView, type View } from "./stores";
import { Training } from "./Training";

/** The state saved when the page is disposed of. */
type SavedView = Pick<View, "axis" | "smoothing" | "logLoss" | "panels">;

const saved = savedState<SavedView>();
useView.setState({
  axis: saved.axis ?? "step",
  logLoss: saved.logLoss ?? false,
  panels: saved.panels ?? true,
});
if (saved.smoothing !== undefined) setSmoothing(saved.smoothing);
const send = (message: FromTraining) => post(message);
const sendPanels = (shown: boolean) => send({ kind: "panels", shown });
useView.subscribe(({ axis, smoothing, logLoss, panels }, before) => {
  if (panels !== before.panels) sendPanels(panels);
  if (
    axis !== before.axis ||
    smoothing !== before.smoothing ||
    logLoss !== before.logLoss ||
    panels !== before.panels
  )
    saveState<SavedView>({ axis, smoothing, logLoss, panels });
});

onMessage<ToTraining>(receive);
createRoot(document.getElementById("root") ?? document.body).render(<Training post={send} />);
sendPanels(useView.getState().panels);
send({ kind: "ready" });
