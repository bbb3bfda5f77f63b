import "../ui/l10n";
import "../ui/base.css";
import "uplot/dist/uPlot.min.css";
import "./training.css";
import { createRoot } from "react-dom/client";
import type { FromTraining, ToTraining } from "../messages/training";
import { onMessage, post, saveState, savedState } from "../ui/vscodeApi";
import { receive, setSmoothing, useView, type View } from "./stores";
import { Training } from "./Training";

/** What outlives the page. */
type Kept = Pick<View, "axis" | "smoothing" | "logLoss">;

const kept = savedState<Kept>();
useView.setState({ axis: kept.axis ?? "step", logLoss: kept.logLoss ?? false });
if (kept.smoothing !== undefined) setSmoothing(kept.smoothing);
useView.subscribe(({ axis, smoothing, logLoss }, before) => {
  if (axis !== before.axis || smoothing !== before.smoothing || logLoss !== before.logLoss)
    saveState<Kept>({ axis, smoothing, logLoss });
});

onMessage<ToTraining>(receive);
const send = (message: FromTraining) => post(message);
createRoot(document.getElementById("root") ?? document.body).render(<Training post={send} />);
send({ kind: "ready" });
