import { boolean, integer, integers } from "../../parameters/parameter";
import type { Values } from "../../parameters/parameter";
import { defineSource, type DataPort } from "./source";

const params = {
  samples: integer({ help: "How many samples.", default: 64, minimum: 1, maximum: 1_000_000 }),
  shape: integers({ help: "The sizes of one input, without the batch.", default: [3, 32, 32], minimum: 1 }),
  vocabulary: integer({
    help: "Inputs are whole numbers below it, such as tokens. Without it, they are numbers from 0 to 1, such as the pixels of an image.",
    optional: true,
    minimum: 1,
    maximum: 2 ** 24,
  }),
  bipolar: boolean({ help: "Draw input numbers from −1 to 1 instead of 0 to 1.", default: false }),
  targetShape: integers({
    help: "The sizes of one target, without the batch: [] is one class per sample, [32, 32] one per pixel.",
    default: [],
    minimum: 1,
  }),
  classes: integer({
    help: "Targets are whole numbers below it. Without it, they are numbers from 0 to 1.",
    optional: true,
    minimum: 1,
    maximum: 2 ** 24,
  }),
  stream: integer({
    help: "Which of the seed's independent sequences the samples are drawn from. Datasets that meet have the same seed, so each needs its own stream.",
    default: 0,
    minimum: 0,
    maximum: 4294967295,
  }),
};
export type RandomParams = Values<typeof params>;

/**
 * For networks whose own data are too large to ship. A port of whole numbers gives bounds instead of `classes`: which of
 * them are drawn means nothing, so none counts as missing from the training rows.
 */
export const random = defineSource({
  name: "random",
  summary:
    "Tensors of random numbers and targets that have nothing to do with them: for trying out a network of any size.",
  params,
  readsFiles: false,
  samples: ({ samples }) => samples,
  ports: ({ shape, vocabulary, bipolar = false, targetShape, classes }) => [
    { name: "input", shape, ...valuesOf(vocabulary, bipolar) },
    { name: "target", shape: targetShape, ...valuesOf(classes, false) },
  ],
});

function valuesOf(below: number | undefined, bipolar: boolean): Omit<DataPort, "name" | "shape"> {
  return below === undefined
    ? { dtype: "float32", range: { low: bipolar ? -1 : 0, high: 1 } }
    : { dtype: "int32", range: { low: 0, high: below - 1 }, whole: true };
}
