import { describe, expect, it } from "vitest";
import { summaryOf, type SummaryRow } from "../../../../engine/graph/summary/summaryOf";
import { showShape } from "../../../../engine/tensor/graphType";
import { architectures, readArchitecture, typedArchitecture } from "../../../examples/architectures";
import { blocksOf, imageModel, residual } from "../blockDocuments";
import { documentOf, mlp, typedOf } from "../documents";

const shapes = ({ inputs, outputs }: SummaryRow) =>
  [inputs, outputs].map((types) => types.map(showShape).join()).join(" → ");
const rowOf = (rows: readonly SummaryRow[], ...names: readonly string[]): SummaryRow => {
  const [name, ...rest] = names;
  const row = rows.find((each) => each.name === name);
  if (!row) throw new Error(`no row ${name}`);
  return rest.length === 0 ? row : rowOf(row.inside, ...rest);
};

describe("a model without blocks", () => {
  const { rows, totals, hasFields } = summaryOf(typedOf(mlp));

  it("has a row for each node, as the data flow", () => {
    expect(rows.map((row) => [row.name, row.path, row.type, shapes(row), row.trainable])).toEqual([
      ["digits", "digits", "Dataset", " → 1×28×28,1", 0],
      ["flatten", "flatten", "Flatten", "1×28×28 → 784", 0],
      ["hidden", "hidden", "Linear", "784 → 128", 784 * 128 + 128],
      ["relu", "relu", "ReLU", "128 → 128", 0],
      ["logits", "logits", "Linear", "128 → 10", 128 * 10 + 10],
      ["loss", "loss", "CrossEntropyLoss", "10,1 → scalar", 0],
    ]);
  });

  it("has no receptive fields without convolutions", () => {
    expect(hasFields).toBe(false);
  });

  it("adds up", () => {
    expect(totals).toEqual({
      trainable: 101_770,
      frozen: 0,
      multiplyAdds: 784 * 128 + 128 * 10,
      valuesPerSample: 784 + 1 + 784 + 128 + 128 + 10,
      // The loss.
      constantValues: 1,
    });
  });
});

it("names an optional output only where a wire leaves it, and counts its memory anyway", () => {
  const pool = (more: string, ...wires: string[]) =>
    rowOf(
      summaryOf(
        typedOf(
          documentOf(`"x": { "type": "Input", "shape": [1, 8, 8] }, "pool": { "type": "MaxPool2d" }${more}`, [
            "x -> pool",
            ...wires,
          ]),
        ),
      ).rows,
      "pool",
    );
  const alone = pool("");
  expect([shapes(alone), alone.valuesPerSample]).toEqual(["1×8×8 → 1×4×4", 32]);
  const wired = pool(
    ', "back": { "type": "MaxUnpool2d" }',
    "pool.output -> back.input",
    "pool.indices -> back.indices",
  );
  expect(shapes(wired)).toBe("1×8×8 → 1×4×4,1×4×4");
});

describe("blocks", () => {
  const typed = typedOf(
    imageModel(residual, '"stage": { "type": "Residual", "repeat": 3 }, "last": { "type": "Residual" }', [
      "stem -> stage",
      "stage -> last",
      "last -> flatten",
    ]),
  );
  const { rows, instances, totals } = summaryOf(typed);
  const parameters = 8 * 8 * 9 + 8;

  it("are one row, which contains its nodes", () => {
    const last = rowOf(rows, "last");
    expect(last).toMatchObject({ path: "last", type: "Residual", trainable: parameters });
    expect([last.layer, last.count]).toEqual([undefined, undefined]);
    expect(shapes(last)).toBe("8×7×7 → 8×7×7");
    expect(last.inside.map(({ name, path }) => [name, path])).toEqual([
      ["conv", "last/conv"],
      ["drop", "last/drop"],
      ["relu", "last/relu"],
      ["sum", "last/sum"],
    ]);
    expect(instances.get("last")).toEqual(last.inside);
    expect(last.field).toEqual(rowOf(rows, "last", "sum").field);
  });

  it("that are repeated are one row of as many, each with its nodes", () => {
    const stage = rowOf(rows, "stage");
    expect(stage).toMatchObject({ path: "stage", type: "Residual", count: 3, trainable: 3 * parameters });
    expect(stage.inside.map(({ name, path, trainable }) => [name, path, trainable])).toEqual(
      [0, 1, 2].map((i) => [String(i), `stage/${i}`, parameters]),
    );
    expect(rowOf(rows, "stage", "2", "conv").path).toBe("stage/2/conv");
    expect(stage.valuesPerSample).toBe(3 * 4 * 8 * 7 * 7);
    expect(totals.trainable).toBe(typed.parameterCount);
    expect(totals.multiplyAdds).toBe(typed.multiplyAdds);
  });

  it("have the sums of layers that are repeated, too", () => {
    const { rows } = summaryOf(
      typedOf(
        documentOf(
          '"x": { "type": "Input", "shape": [4] }, "deep": { "type": "Linear", "outFeatures": 4, "repeat": 2 }',
          ["x -> deep"],
        ),
      ),
    );
    const deep = rowOf(rows, "deep");
    expect(deep).toMatchObject({ type: "Linear", count: 2, trainable: 40, multiplyAdds: 32 });
    expect(deep.layer?.type).toBe("Linear");
    expect(deep.inside.map(({ name, path }) => [name, path])).toEqual([
      ["0", "deep/0"],
      ["1", "deep/1"],
    ]);
  });
});

describe("weights", () => {
  it("that are frozen count apart, running statistics not at all", () => {
    const { rows, totals } = summaryOf(
      typedOf(
        documentOf(
          `"x": { "type": "Input", "shape": [3, 8, 8] },
           "conv": { "type": "Conv2d", "outChannels": 4, "frozen": true },
           "norm": { "type": "BatchNorm2d" },
           "still": { "type": "Conv2d", "outChannels": 1, "learningRateFactor": 0 }`,
          ["x -> conv", "conv -> norm", "norm -> still"],
        ),
      ),
    );
    expect(rows.map(({ trainable, frozen }) => [trainable, frozen])).toEqual([
      [0, 0],
      [0, 3 * 4 * 9 + 4],
      [8, 0],
      [0, 4 * 9 + 1],
    ]);
    expect([totals.trainable, totals.frozen]).toEqual([8, 3 * 4 * 9 + 4 + 4 * 9 + 1]);
  });

  const encoder = `"Encoder": { "inputs": ["input"], "outputs": ["output"],
    "nodes": { "a": { "type": "Linear", "outFeatures": 4 }, "b": { "type": "Linear", "outFeatures": 4, "weightsOf": "a" } },
    "edges": ["input -> a", "a -> b", "b -> output"] }`;
  const { rows, totals } = summaryOf(
    typedOf(
      blocksOf(
        encoder,
        `"x": { "type": "Input", "shape": [4] }, "left": { "type": "Encoder" },
         "right": { "type": "Encoder", "weightsOf": "left" }, "slow": { "type": "Encoder", "follows": { "node": "left", "rate": 0.1 } },
         "tied": { "type": "Linear", "outFeatures": 4, "weightsOf": { "weight": "left/a.weight" } }`,
        ["x -> left", "x -> right", "x -> slow", "x -> tied"],
      ),
    ),
  );

  it("that are shared count once, at their holder, and name it where they are used", () => {
    expect(rows.map(({ name, trainable, shares }) => [name, trainable, shares])).toEqual([
      ["x", 0, undefined],
      // What is shared inside is the block's own business.
      ["left", 20, undefined],
      ["right", 0, "left/a"],
      ["slow", 0, undefined],
      ["tied", 4, "left/a"],
    ]);
    expect(rowOf(rows, "left", "b")).toMatchObject({ trainable: 0, shares: "left/a" });
    expect(totals.trainable).toBe(24);
  });

  it("that follow others name those", () => {
    expect(rowOf(rows, "slow")).toMatchObject({ trainable: 0, frozen: 0, follows: "left/a" });
  });
});

it("shows what is known of a model with problems", () => {
  const { rows } = summaryOf(
    typedOf(
      blocksOf(
        residual,
        `"x": { "type": "Input", "shape": [8, 9, 9] }, "good": { "type": "Conv2d", "outChannels": 8 },
         "wrong": { "type": "Linaer" }, "after": { "type": "ReLU" }, "bare": { "type": "Residual" }`,
        ["x -> good", "good -> wrong", "wrong -> after", "after -> bare"],
      ),
    ),
  );
  expect(rows.map(({ name, isKnown, outputs }) => [name, isKnown, outputs.map(showShape)])).toEqual([
    ["x", true, ["8×9×9"]],
    ["good", true, ["8×7×7"]],
    ["wrong", false, []],
    ["after", false, []],
    ["bare", false, []],
  ]);
});

it.each(["gpt2", "densenet121", "vgg16", "resnet50"])("has all of %s", async (name) => {
  const typed = typedArchitecture(await readArchitecture(name));
  const { rows, totals } = summaryOf(typed);
  expect(totals.trainable + totals.frozen).toBe(architectures[name]?.parameters);
  expect(totals.multiplyAdds).toBe(typed.multiplyAdds);
  const leaves: string[] = [];
  const pending = [...rows];
  for (let row = pending.pop(); row; row = pending.pop())
    if (row.inside.length > 0) pending.push(...row.inside);
    else leaves.push(row.path);
  expect(leaves.sort()).toEqual([...typed.nodes.keys()].sort());
});
