import "../ui/l10n";
import "../ui/base.css";
import "uplot/dist/uPlot.min.css";
import "./training.css";
import { createRoot } from "react-dom/client";
import type { FromTraining, ToTraining } from "../messages/training";
import { onMessage, post, saveState, savedState } from "../ui/vscodeApi";
import { receive, setSmoothing, useView, type View } from "./stores";
import { Training } from "./Training";

/** The state saved when the page is disposed of. */
type SavedView = Pick<View, "axis" | "smoothing" | "logLoss">;

const saved = savedState<SavedView>();
useView.setState({ axis: saved.axis ?? "step", logLoss: saved.logLoss ?? false });
if (saved.smoothing !== undefined) setSmoothing(saved.smoothing);
useView.subscribe(({ axis, smoothing, logLoss }, before) => {
  if (axis !== before.axis || smoothing !== before.smoothing || logLoss !== before.logLoss)
    saveState<SavedView>({ axis, smoothing, logLoss });
});

onMessage<ToTraining>(receive);
const send = (message: FromTraining) => post(message);
createRoot(document.getElementById("root") ?? document.body).render(<Training post={send} />);
send({ kind: "ready" });
