import { file } from "../../parameters/parameter";
import type { Values } from "../../parameters/parameter";
import { defineSource } from "./source";
import { labelPort } from "./labelPort";

const params = {
  images: file({ help: "The file of images, for example train-images-idx3-ubyte.gz." }),
  labels: file({ help: "The file of labels, for example train-labels-idx1-ubyte.gz." }),
};
export type IdxParams = Values<typeof params>;

export const idx = defineSource({
  name: "idx",
  summary: "Images and labels in MNIST's file format (IDX), optionally compressed with gzip.",
  params,
  readsFiles: true,
  ports: (_, facts) => [
    { name: "image", shape: facts?.ports.image?.shape, dtype: "float32", range: { low: 0, high: 1 } },
    facts?.ports.label ? { name: "label", ...facts.ports.label } : labelPort(undefined),
  ],
});
