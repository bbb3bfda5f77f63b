import "../ui/l10n";
import "../ui/base.css";
import "./gradients.css";
import { createRoot } from "react-dom/client";
import type { FromGradients, ToGradients } from "../messages/gradients";
import { onMessage, post, saveState, savedState } from "../ui/vscodeApi";
import { GradientsView } from "./GradientsView";
import { type Gradients, receive, useGradients } from "./stores";

/** What VS Code saves when the view is closed. */
type SavedState = Pick<Gradients, "sort">;

useGradients.setState({ sort: savedState<SavedState>().sort ?? "network" });
useGradients.subscribe(({ sort }, before) => {
  if (sort !== before.sort) saveState<SavedState>({ sort });
});

onMessage<ToGradients>(receive);
const send = (message: FromGradients) => post(message);
createRoot(document.getElementById("root") ?? document.body).render(<GradientsView post={send} />);
send({ kind: "ready" });
