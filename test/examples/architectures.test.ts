import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { sizeOf } from "../../engine/tensor/tensor";
import { pageOf } from "../../engine/graph/page";
import { trainable } from "../../engine/graph/trainable";
import { openModel } from "../../engine/training/openModel";
import { architectures, convolutional, readArchitecture, typedArchitecture } from "./architectures";
import { examples } from "./train";
import { trainsArchitecture } from "./trainsArchitecture";

const workspace = join(examples, "architectures");

describe("every architecture", () => {
  it("is in the table", async () => {
    const names = (await readdir(workspace)).filter((name) => name.endsWith(".nn.json"));
    expect(names.map((name) => name.replace(".nn.json", "")).sort()).toEqual(
      Object.keys(architectures).sort(),
    );
  });

  it.each(Object.keys(convolutional))("%s has no problems, and positions on every page", async (name) => {
    const file = join(workspace, `${name}.nn.json`);
    const { typed, problems } = await openModel(await readArchitecture(name), { file, workspace });
    expect(problems).toEqual([]);
    expect(trainable(typed!)).toEqual([]);
    const { graph } = typed!;
    const pages = [
      pageOf(typed!),
      ...[...graph.blocks.keys()].map((block) => pageOf(typed!, { path: "", block })),
    ];
    for (const { nodes, scope, block } of pages)
      expect(Object.keys(scope.layout).sort(), block?.name).toEqual([...nodes.keys()].sort());
  });

  it.each(Object.entries(convolutional))(
    "%s has the right number of parameters",
    async (name, { parameters }) => {
      expect(parametersOf(typedArchitecture(await readArchitecture(name)))).toBe(parameters);
    },
  );
});

describe("the counts of the papers", () => {
  const weights = async (name: string) => {
    const { nodes } = typedArchitecture(await readArchitecture(name));
    return ["conv1", "conv2", "conv3", "conv4", "conv5"].map((id) =>
      sizeOf(nodes.get(id)!.weights.weight!.shape),
    );
  };

  it("AlexNet: two groups halve the weights of its second, fourth and fifth convolution", async () => {
    expect(await weights("alexnet")).toEqual([34_848, 307_200, 884_736, 663_552, 442_368]);
    expect(await weights("alexnet-torchvision")).toEqual([23_232, 307_200, 663_552, 884_736, 589_824]);
  });

  it("GoogLeNet: the auxiliary heads are half of what is trained, and not part of the network", async () => {
    const typed = typedArchitecture(await readArchitecture("googlenet"));
    expect(parametersOf(typed, (id) => !id.startsWith("aux"))).toBe(6_624_904);
  });

  it("LeNet-5: each layer has as many as in its paper, up to the output", async () => {
    const typed = typedArchitecture(await readArchitecture("lenet5"));
    const counts = ["c1", "s2", "c3", "s4", "c5", "f6"].map((layer) =>
      parametersOf(typed, (id) => id.split("/")[0] === layer),
    );
    expect(counts).toEqual([156, 12, 1516, 32, 48_120, 10_164]);
  });

  it("DCGAN: both uses of the discriminator share its weights", async () => {
    const typed = typedArchitecture(await readArchitecture("dcgan"));
    const of = (part: string) => parametersOf(typed, (id) => id.split("/")[0] === part);
    expect([of("generator"), of("judge"), of("judgeFake")]).toEqual([12_658_432, 11_036_160, 0]);
  });
});

describe("on the CPU", () => {
  for (const [name, { trainedWith }] of Object.entries(convolutional))
    if (trainedWith !== undefined) trainsArchitecture(name, trainedWith, 120_000);
});

function parametersOf({ nodes }: ReturnType<typeof typedArchitecture>, counts = (_: string) => true): number {
  let parameters = 0;
  for (const [id, { parameterCount }] of nodes) if (counts(id)) parameters += parameterCount;
  return parameters;
}
