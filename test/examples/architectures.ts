import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "../../engine/document/parse";
import { infer } from "../../engine/graph/infer";
import type { TypedGraph } from "../../engine/graph/typedGraph";
import { examples } from "./train";

/** A network of the literature in `examples/architectures`. */
export interface Architecture {
  /** All parameters that are trained, each shared one once. */
  readonly parameters: number;
  /** Batch size of a few training steps in `npm test`; the others take them in `npm run test:long`. */
  readonly trainedWith?: number;
}

/** Networks for images. The counts are the papers' or torchvision's; see `examples/architectures/README.md`. */
export const convolutional: Readonly<Record<string, Architecture>> = {
  lenet5: { parameters: 60_850, trainedWith: 32 },
  alexnet: { parameters: 60_965_224 },
  "alexnet-torchvision": { parameters: 61_100_840 },
  vgg16: { parameters: 138_357_544 },
  googlenet: { parameters: 13_004_888, trainedWith: 2 },
  resnet18: { parameters: 11_689_512, trainedWith: 2 },
  resnet50: { parameters: 25_557_032 },
  densenet121: { parameters: 7_978_856 },
  mobilenetv2: { parameters: 3_504_872, trainedWith: 2 },
  fcn8s: { parameters: 134_376_863 },
  unet: { parameters: 31_030_658 },
  "yolov2-tiny": { parameters: 15_861_773 },
  dcgan: { parameters: 23_694_592 },
};

/** All of them, by name. */
export const architectures: Readonly<Record<string, Architecture>> = {
  ...convolutional,
  "seq2seq-attention": { parameters: 217_064_000 },
  transformer: { parameters: 63_082_496 },
  "bert-base": { parameters: 110_106_428 },
  gpt2: { parameters: 124_439_808 },
  "vit-b16": { parameters: 86_567_656 },
  vae: { parameters: 815_824, trainedWith: 32 },
  simclr: { parameters: 11_497_152, trainedWith: 4 },
  "dqn-atari": { parameters: 1_686_180, trainedWith: 4 },
};

const folder = join(examples, "architectures");

/** The document of an architecture. */
export function readArchitecture(name: string): Promise<string> {
  return readFile(join(folder, `${name}.nn.json`), "utf8");
}

/** The typed graph of a text without problems; the sources of the architectures need no facts. */
export function typedArchitecture(text: string): TypedGraph {
  const { graph, problems } = parse(text);
  if (!graph || problems.length > 0) throw new Error(JSON.stringify(problems));
  return infer(graph);
}
