import type { RingParams } from "../catalog/planes";
import { aroundCircle } from "./aroundCircle";
import { generator } from "./loader";

/** Gaussians evenly spaced on a circle, as in Metz et al., "Unrolled generative adversarial networks" (2017). */
export const ring = generator<RingParams>({
  draw: (params, seed) => aroundCircle(params, seed, params.radius),
});
