import type { BlobsParams } from "../catalog/planes";
import { aroundCircle } from "./aroundCircle";
import { generator } from "./loader";

/** Gaussian blobs around centres evenly spaced on the unit circle. */
export const blobs = generator<BlobsParams>({ draw: (params, seed) => aroundCircle(params, seed, 1) });
