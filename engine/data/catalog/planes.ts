import { integer, number } from "../../parameters/parameter";
import type { Values } from "../../parameters/parameter";
import { defineSource } from "./source";
import { labelPort } from "./labelPort";

const count = (preset: number) =>
  integer({ help: "How many points.", default: preset, minimum: 1, maximum: 1_000_000 });
const samples = count(1000);
const noise = (deviation: number) =>
  number({ help: "Standard deviation of the noise on each point.", default: deviation, minimum: 0 });
const points = (classes: number | undefined) =>
  [{ name: "input", shape: [2], dtype: "float32" }, labelPort(classes)] as const;

const spiralsParams = {
  samples,
  noise: noise(0.02),
  classes: integer({ help: "How many arms.", default: 2, minimum: 2, maximum: 10 }),
  turns: number({ help: "How often an arm winds around the centre.", default: 1.25, above: 0, maximum: 10 }),
};
export type SpiralsParams = Values<typeof spiralsParams>;

export const spirals = defineSource({
  name: "spirals",
  summary: "Points in the plane on interleaved spirals, one class per arm.",
  params: spiralsParams,
  readsFiles: false,
  samples: ({ samples }) => samples,
  ports: ({ classes }) => points(classes),
});

const moonsParams = { samples, noise: noise(0.1) };
export type MoonsParams = Values<typeof moonsParams>;

export const moons = defineSource({
  name: "moons",
  summary: "Points in the plane on two interleaved half circles, one class each.",
  params: moonsParams,
  readsFiles: false,
  samples: ({ samples }) => samples,
  ports: () => points(2),
});

const blobsParams = {
  samples,
  noise: noise(0.2),
  classes: integer({ help: "How many centres.", default: 3, minimum: 2, maximum: 100 }),
};
export type BlobsParams = Values<typeof blobsParams>;

export const blobs = defineSource({
  name: "blobs",
  summary: "Points in the plane around one centre per class; the centres lie on the unit circle.",
  params: blobsParams,
  readsFiles: false,
  samples: ({ samples }) => samples,
  ports: ({ classes }) => points(classes),
});

const ringParams = {
  samples: count(4096),
  noise: noise(0.1),
  classes: integer({ help: "How many Gaussians.", default: 8, minimum: 2, maximum: 100 }),
  radius: number({ help: "Distance of the Gaussians' centres from the origin.", default: 2, above: 0 }),
};
export type RingParams = Values<typeof ringParams>;

export const ring = defineSource({
  name: "ring",
  summary:
    "Points in the plane from Gaussians on a ring: a test of whether a generative model finds all of them.",
  params: ringParams,
  readsFiles: false,
  samples: ({ samples }) => samples,
  ports: ({ classes }) => points(classes),
});
