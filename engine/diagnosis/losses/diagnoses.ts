import { blocked } from "./blocked";
import type { LossDiagnosis } from "./diagnosis";
import { diverging } from "./diverging";
import { notFalling } from "./notFalling";
import { overfitting } from "./overfitting";
import { rising } from "./rising";

/** Every diagnosis of losses, worst first. A new one needs its file and a line here. */
export const lossDiagnoses: readonly LossDiagnosis[] = [blocked, overfitting, diverging, rising, notFalling];
