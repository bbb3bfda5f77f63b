import { expect, it } from "vitest";
import { drawWeight } from "../../../engine/compiler/initialWeights";
import { weightsByName, weightsOf } from "../../../engine/compiler/weights";
import { sizeOf } from "../../../engine/tensor/tensor";
import { readTensors, withCopies } from "../../../engine/training/startingWeights";
import { typedOf } from "../graph/documents";
import { following, moons } from "./models";
import { lastCheckpoint, train, useFolder } from "./training";

useFolder();

const facts = {
  data: {
    samples: 200,
    ports: {
      input: { shape: [2], dtype: "float32" as const },
      label: { shape: [], dtype: "int32" as const, classes: 2 },
    },
  },
};

it("gives the averages of a run under the names of its weights", async () => {
  const { end } = await train({ text: following() });
  const saved = await lastCheckpoint(end.run);
  const { tensors } = await readTensors(`${end.run}/checkpoints/last.safetensors`);
  const weights = weightsByName(typedOf(following(), facts));
  const averaged = [...weights].filter(([, { trainable }]) => trainable).map(([name]) => name);
  expect(averaged).toEqual([
    "hidden.weight",
    "norm.weight",
    "norm.bias",
    "middle.weight",
    "middle.bias",
    "logits.weight",
    "logits.bias",
  ]);
  for (const name of averaged) {
    expect(tensors.get(name)?.data, name).toEqual(saved.get(`${name}/ema`)?.data);
    expect(tensors.get(name)?.data, name).not.toEqual(saved.get(name)?.data);
  }
  expect(tensors.get("norm.running_mean")).toEqual(saved.get("norm.running_mean"));
});

it("computes averages that do not change the training", async () => {
  const plain = await train({ text: moons() });
  const averaged = await train({ text: moons({ ema: 0.5 }) });
  const [without, beside] = [await lastCheckpoint(plain.end.run), await lastCheckpoint(averaged.end.run)];
  for (const [name, { data }] of without) expect(beside.get(name)?.data, name).toEqual(data);
  const losses = [plain, averaged].map(({ events }) =>
    events.flatMap((event) => (event.event === "epoch" ? [event.validation?.loss] : [])),
  );
  expect(losses[0]).toHaveLength(4);
  expect(losses[1]).not.toEqual(losses[0]);
});

it("gives followers and averages the weights that a file has for what they copy", () => {
  const typed = typedOf(following(), facts);
  const weights = weightsOf(typed).filter(({ name }) => ["middle.weight", "hidden.weight"].includes(name));
  const given = new Map(
    weights.map((weight) => {
      const data = new Float32Array(sizeOf(weight.shape));
      drawWeight(data, weight, 99);
      return [weight.name, { shape: weight.shape, data }];
    }),
  );
  const own = { shape: [8, 2], data: new Float32Array(16) };
  const all = withCopies(typed, new Map([...given, ["slow.weight", own]]));
  expect([...all.keys()].sort()).toEqual([
    "copy.weight",
    "hidden.weight",
    "hidden.weight/ema",
    "middle.weight",
    "middle.weight/ema",
    "slow.weight",
  ]);
  expect(all.get("copy.weight")).toBe(given.get("middle.weight"));
  expect(all.get("middle.weight/ema")).toBe(given.get("middle.weight"));
  expect(all.get("slow.weight")).toBe(own);
});
