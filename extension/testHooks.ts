import type { ToCanvas } from "../webview/messages/canvas";
import type { ToGradients } from "../webview/messages/gradients";
import type { ToPredict } from "../webview/messages/predict";
import type { ToSummary } from "../webview/messages/summary";
import type { ToTraining } from "../webview/messages/training";
import type { DataInspector } from "./documents/DataInspector";
import { type Action, listenToMessages } from "./messages";
import type { Services } from "./Services";
import type { GradientsView } from "./views/GradientsView";
import type { ModelOutline } from "./views/ModelOutline";
import type { TrainingView } from "./views/TrainingView";

/** What `activate` returns to the suites in `test/host`; undefined otherwise. */
export interface TestApi extends TestHooks {
  /** How long `activate` took. */
  readonly activationMilliseconds: number;
  readonly services: Services;
  readonly inspector: DataInspector;
  readonly training: TrainingView;
  readonly gradients: GradientsView;
  readonly outline: ModelOutline;
}

export interface TestHooks {
  /** If set, runs instead of the engine. */
  engineScript: string | undefined;
  /** Makes the workspace appear untrusted. */
  distrusts: boolean;
  /** Messages sent to pages and shown to the user, oldest first. */
  readonly canvasPosts: { readonly document: string; readonly message: ToCanvas }[];
  readonly trainingPosts: ToTraining[];
  readonly gradientsPosts: ToGradients[];
  readonly predictPosts: ToPredict[];
  readonly summaryPosts: ToSummary[];
  readonly messages: {
    readonly severity: string;
    readonly message: string;
    readonly actions: readonly Action[];
  }[];
}

export function createTestHooks(): TestHooks {
  const hooks: TestHooks = {
    engineScript: undefined,
    distrusts: false,
    canvasPosts: [],
    trainingPosts: [],
    gradientsPosts: [],
    predictPosts: [],
    summaryPosts: [],
    messages: [],
  };
  listenToMessages((severity, message, actions) => hooks.messages.push({ severity, message, actions }));
  return hooks;
}
