import type { SpiralsParams } from "../catalog/planes";
import { generator } from "./loader";
import { drawPoints } from "./points";

/** Archimedean spirals within the unit circle; uniform in arc length to first order, so that the rim is not sparse. */
export const spirals = generator<SpiralsParams>({
  draw: (params, seed) =>
    drawPoints(params, seed, (label, random) => {
      const radius = Math.sqrt(random.between(0.01, 1));
      const angle = 2 * Math.PI * (params.turns * radius + label / params.classes);
      return [radius * Math.cos(angle), radius * Math.sin(angle)];
    }),
});
