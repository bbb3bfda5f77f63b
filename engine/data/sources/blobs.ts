import type { BlobsParams } from "../catalog/planes";
import { generator } from "./loader";
import { drawPoints } from "./points";

/** Gaussian blobs around centres evenly spaced on the unit circle. */
export const blobs = generator<BlobsParams>({
  draw: (params, seed) =>
    drawPoints(params, seed, (label) => {
      const angle = (2 * Math.PI * label) / params.classes;
      return [Math.cos(angle), Math.sin(angle)];
    }),
});
