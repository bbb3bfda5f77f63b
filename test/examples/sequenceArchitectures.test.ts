import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { weightsOf } from "../../engine/compiler/weights";
import { pageOf } from "../../engine/graph/page";
import { trainable } from "../../engine/graph/trainable";
import { openModel } from "../../engine/training/openModel";
import { architectures, readArchitecture, typedArchitecture } from "./architectures";
import { examples } from "./train";
import { trainsArchitecture } from "./trainsArchitecture";

const names = [
  "seq2seq-attention",
  "transformer",
  "bert-base",
  "gpt2",
  "vit-b16",
  "vae",
  "simclr",
  "dqn-atari",
];

const open = async (name: string) => typedArchitecture(await readArchitecture(name));

/** The parameters of all nodes in those of the document's page, each shared one once. */
async function parametersOf(name: string, ...parts: string[]): Promise<number> {
  const { nodes } = await open(name);
  let sum = 0;
  for (const [id, { parameterCount }] of nodes) if (parts.includes(id.split("/")[0]!)) sum += parameterCount;
  return sum;
}

describe("every architecture", () => {
  it.each(names)("%s has no problems, and positions on every page", async (name) => {
    const workspace = join(examples, "architectures");
    const place = { file: join(workspace, `${name}.nn.json`), workspace };
    const { typed, problems } = await openModel(await readArchitecture(name), place);
    expect(problems).toEqual([]);
    expect(trainable(typed!)).toEqual([]);
    const blocks = [...typed!.graph.blocks.keys()].map((block) => pageOf(typed!, { path: "", block }));
    for (const { nodes, scope, block } of [pageOf(typed!), ...blocks])
      expect(Object.keys(scope.layout).sort(), block?.name).toEqual([...nodes.keys()].sort());
  });

  it.each(names)("%s has as many parameters as its paper", async (name) => {
    const { nodes } = await open(name);
    const follows = (id: string) => nodes.get(id)!.node.follows !== undefined;
    const counts = [...nodes].map(([id, { parameterCount }]) => (follows(id) ? 0 : parameterCount));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(architectures[name]!.parameters);
  });
});

describe("the counts of the papers", () => {
  it("Transformer base: one table of words serves both languages and the output", async () => {
    expect(await parametersOf("transformer", "embed")).toBe(37_000 * 512);
    expect(await parametersOf("transformer", "embedTarget", "head")).toBe(0);
    expect(await parametersOf("transformer", "encoder")).toBe(6 * 3_152_384);
    expect(await parametersOf("transformer", "decoder")).toBe(6 * 4_204_032);
  });

  it("BERT-base: Hugging Face's BertModel with pooler, and the two heads of pretraining", async () => {
    expect(await parametersOf("bert-base", "embeddings", "encoder", "pooler")).toBe(109_482_240);
    expect(await parametersOf("bert-base", "transform", "decoder")).toBe(590_592 + 1536 + 30_522);
    expect(await parametersOf("bert-base", "isNext")).toBe(1538);
  });

  it("GPT-2: the output has no weights of its own", async () => {
    expect(await parametersOf("gpt2", "lm_head")).toBe(0);
    expect(await parametersOf("gpt2", "wte", "wpe")).toBe(50_257 * 768 + 1024 * 768);
    expect(await parametersOf("gpt2", "h")).toBe(12 * 7_087_872);
  });

  it("SimCLR: ResNet-18 for small images, and a head that is thrown away", async () => {
    expect(await parametersOf("simclr", "encoder")).toBe(11_168_832);
    expect(await parametersOf("simclr", "projection")).toBe(328_320);
    expect(await parametersOf("simclr", "encoder2", "projection2")).toBe(0);
  });

  it("DQN: the target network has weights of its own, which are not trained", async () => {
    const weights = weightsOf(await open("dqn-atari"));
    const of = (part: string) => weights.filter(({ name }) => name.startsWith(`${part}/`));
    expect(of("q").every(({ trainable, follows }) => trainable && follows === undefined)).toBe(true);
    expect(of("target").map(({ follows, shape }) => [follows, shape])).toEqual(
      of("q").map(({ name, shape }) => [name, shape]),
    );
  });
});

describe("on the CPU", () => {
  for (const name of names) {
    const { trainedWith } = architectures[name]!;
    if (trainedWith !== undefined) trainsArchitecture(name, trainedWith, 120_000);
  }
});
