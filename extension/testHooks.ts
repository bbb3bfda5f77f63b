import type { ToCanvas } from "../webview/messages/canvas";
import type { ToGradients } from "../webview/messages/gradients";
import type { ToTraining } from "../webview/messages/training";
import type { DataInspector } from "./documents/DataInspector";
import { type Action, listenToMessages } from "./messages";
import type { Services } from "./Services";
import type { GradientsView } from "./views/GradientsView";
import type { TrainingView } from "./views/TrainingView";

/** What `activate` gives to the suites in `test/host`, and to nobody else. */
export interface TestApi extends TestHooks {
  /** What `activate` took. */
  readonly activationMilliseconds: number;
  readonly services: Services;
  readonly inspector: DataInspector;
  readonly training: TrainingView;
  readonly gradients: GradientsView;
}

export interface TestHooks {
  /** Takes the engine's place when set. */
  engineScript: string | undefined;
  /** Lets the workspace look untrusted. */
  distrusts: boolean;
  /** Messages sent to pages and shown to the user, oldest first. */
  readonly canvasPosts: { readonly document: string; readonly message: ToCanvas }[];
  readonly trainingPosts: ToTraining[];
  readonly gradientsPosts: ToGradients[];
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
    messages: [],
  };
  listenToMessages((severity, message, actions) => hooks.messages.push({ severity, message, actions }));
  return hooks;
}
