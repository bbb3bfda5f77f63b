import type { FromTraining, ToTraining } from "../../../webview/messages/training";
import { usePlainPage } from "./usePlainPage";

/** Opens the Training view in a browser. */
export const useTrainingView = () => usePlainPage<FromTraining, ToTraining>("training");
