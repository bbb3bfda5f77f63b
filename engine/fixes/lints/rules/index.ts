import type { Lint } from "../lint";
import { activationOnLogits } from "./activationOnLogits";
import { activationTwice } from "./activationTwice";
import { biasBeforeBatchNorm } from "./biasBeforeBatchNorm";
import { dropoutBeforeBatchNorm } from "./dropoutBeforeBatchNorm";
import { everythingFrozen } from "./everythingFrozen";
import { linearAfterLinear } from "./linearAfterLinear";
import { logSoftmaxMissing } from "./logSoftmaxMissing";
import { moreOutputsThanClasses } from "./moreOutputsThanClasses";
import { oneClass } from "./oneClass";
import { sigmoidBeforeLogits } from "./sigmoidBeforeLogits";
import { sigmoidMissing } from "./sigmoidMissing";
import { softmaxBeforeCrossEntropy } from "./softmaxBeforeCrossEntropy";
import { softmaxOfOne } from "./softmaxOfOne";
import { targetOutOfReach } from "./targetOutOfReach";

export const rules: readonly Lint[] = [
  softmaxBeforeCrossEntropy,
  sigmoidBeforeLogits,
  logSoftmaxMissing,
  sigmoidMissing,
  activationOnLogits,
  targetOutOfReach,
  softmaxOfOne,
  oneClass,
  moreOutputsThanClasses,
  linearAfterLinear,
  activationTwice,
  biasBeforeBatchNorm,
  dropoutBeforeBatchNorm,
  everythingFrozen,
];
