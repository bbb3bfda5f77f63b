import "../ui/l10n";
import "../ui/base.css";
import "./summary.css";
import { createRoot } from "react-dom/client";
import type { FromSummary, ToSummary } from "../messages/summary";
import { onMessage, post } from "../ui/vscodeApi";
import { Summary } from "./Summary";
import { receive } from "./stores";

onMessage<ToSummary>(receive);
createRoot(document.getElementById("root") ?? document.body).render(<Summary />);
post<FromSummary>({ kind: "ready" });
