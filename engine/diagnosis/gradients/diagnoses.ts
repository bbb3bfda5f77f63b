import { dead } from "./dead";
import type { GradientDiagnosis, Kind } from "./diagnosis";
import { exploding } from "./exploding";
import { notFinite } from "./notFinite";
import { tooFast } from "./tooFast";
import { tooSlow } from "./tooSlow";
import { vanishing } from "./vanishing";

/** Every diagnosis of gradients, worst first. A new one needs its file and a line here. */
export const gradientDiagnoses: Readonly<Record<Kind, GradientDiagnosis>> = {
  "not-finite": notFinite,
  exploding,
  dead,
  vanishing,
  "too-fast": tooFast,
  "too-slow": tooSlow,
};

/** Worst first. */
export const kinds = Object.keys(gradientDiagnoses) as readonly Kind[];
