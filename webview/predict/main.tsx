import "../ui/l10n";
import "../ui/base.css";
import "./predict.css";
import { createRoot } from "react-dom/client";
import type { FromPredict, ToPredict } from "../messages/predict";
import { onMessage, post } from "../ui/vscodeApi";
import { Predict } from "./Predict";
import { receive } from "./stores";

onMessage<ToPredict>(receive);
createRoot(document.getElementById("root") ?? document.body).render(<Predict />);
post<FromPredict>({ kind: "ready" });
