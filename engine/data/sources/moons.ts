import type { MoonsParams } from "../catalog/planes";
import { generator } from "./loader";
import { drawPoints } from "./points";

/** An upper half circle around (−½, −¼) and a lower one around (½, ¼), both of radius 1. */
export const moons = generator<MoonsParams>({
  draw: (params, seed) =>
    drawPoints({ ...params, classes: 2 }, seed, (label, random) => {
      const angle = random.between(0, Math.PI);
      return label === 0
        ? [Math.cos(angle) - 0.5, Math.sin(angle) - 0.25]
        : [0.5 - Math.cos(angle), 0.25 - Math.sin(angle)];
    }),
});
