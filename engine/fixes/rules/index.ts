import type { FixRule } from "../fix";
import { changeAxis } from "./changeAxis";
import { changeLoss } from "./changeLoss";
import { convertLabels } from "./convertLabels";
import { countFromZero } from "./countFromZero";
import { fitWindow } from "./fitWindow";
import { flatten } from "./flatten";
import { flattenBefore } from "./flattenBefore";
import { matchFeatures } from "./matchFeatures";
import { nameClasses } from "./nameClasses";
import { padMore } from "./padMore";
import { permute } from "./permute";
import { project } from "./project";
import { regroup } from "./regroup";
import { reshape } from "./reshape";
import { unflatten } from "./unflatten";
import { yesOrNo } from "./yesOrNo";

/** In order of preference. */
export const fixRules: readonly FixRule[] = [
  countFromZero,
  flattenBefore,
  flatten,
  nameClasses,
  unflatten,
  matchFeatures,
  changeAxis,
  padMore,
  fitWindow,
  regroup,
  yesOrNo,
  convertLabels,
  project,
  permute,
  reshape,
  changeLoss,
];
