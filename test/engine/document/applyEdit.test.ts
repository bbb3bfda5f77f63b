import { describe, expect, it } from "vitest";
import { applyEdit } from "../../../engine/document/applyEdit";
import type { GraphEdit } from "../../../engine/document/edit";
import { parse } from "../../../engine/document/parse";
import { starter } from "../../../engine/document/starter";
import { edited, mlp } from "../graph/documents";

/** What an edit changed, as a diff of lines: `- ` and `+ ` with the lines between the first and last difference. */
function diff(text: string, edit: GraphEdit): string {
  const before = text.split("\n");
  const after = edited(text, edit).split("\n");
  const lines: string[] = [];
  const common = longestCommon(before, after);
  let [i, j] = [0, 0];
  for (const [a, b] of [...common, [before.length, after.length] as const]) {
    while (i < a) lines.push(`-${before[i++]}`);
    while (j < b) lines.push(`+${after[j++]}`);
    i++;
    j++;
  }
  return `\n${lines.join("\n")}\n`;
}

/** Pairs of equal lines, by the longest common subsequence. */
function longestCommon(a: readonly string[], b: readonly string[]): (readonly [number, number])[] {
  const length = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0));
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      length[i]![j] =
        a[i] === b[j] ? length[i + 1]![j + 1]! + 1 : Math.max(length[i + 1]![j]!, length[i]![j + 1]!);
  const pairs: (readonly [number, number])[] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    if (a[i] === b[j]) pairs.push([i++, j++]);
    else if (length[i + 1]![j]! >= length[i]![j + 1]!) i++;
    else j++;
  }
  return pairs;
}

describe("adding", () => {
  it("puts a node, its wires and its place on lines of their own", () => {
    expect(
      diff(mlp, {
        kind: "add",
        nodes: [{ id: "drop", type: "Dropout", params: { p: 0.2 } }],
        edges: ["relu->drop"],
        layout: { drop: [440, 12.4] },
      }),
    ).toBe(`
-    "loss": { "type": "CrossEntropyLoss" }
+    "loss": { "type": "CrossEntropyLoss" },
+    "drop": { "type": "Dropout", "p": 0.2 }
-    "digits.label -> loss.target"
+    "digits.label -> loss.target",
+    "relu -> drop"
-  "layout": { "digits": [0, 0], "flatten": [220, 0] }
+  "layout": { "digits": [0, 0], "flatten": [220, 0], "drop": [440, 12] }
`);
  });

  it("begins the sections of a new model", () => {
    const added = edited(starter(), {
      kind: "add",
      nodes: [
        { id: "data", type: "Dataset", params: { source: "xor" } },
        { id: "linear", type: "Linear", params: { outFeatures: 1 } },
      ],
      edges: ["data.input -> linear"],
      layout: { data: [0, 0], linear: [200, 0] },
    });
    expect(added).toBe(`{
  "netloom": 1,
  "nodes": {
    "data": { "type": "Dataset", "source": "xor" },
    "linear": { "type": "Linear", "outFeatures": 1 }
  },
  "edges": [
    "data.input -> linear"
  ],
  "training": {
    "seed": 1,
    "optimizer": { "type": "Adam", "learningRate": 0.001 },
    "metrics": []
  },
  "layout": {
    "data": [0, 0],
    "linear": [200, 0]
  }
}
`);
    expect(parse(added).problems).toEqual([]);
  });

  it("makes missing sections in the format's order, in an empty text too", () => {
    const edit: GraphEdit = {
      kind: "add",
      nodes: [{ id: "a", type: "ReLU" }],
      edges: ["a -> a"],
      layout: { a: [1, 2] },
    };
    expect(edited('{\n\t"netloom": 1,\n\t"training": {}\n}', edit)).toBe(
      '{\n\t"netloom": 1,\n\t"nodes": {\n\t\t"a": { "type": "ReLU" }\n\t},\n\t"edges": [\n\t\t"a -> a"\n\t],\n\t"training": {},\n\t"layout": {\n\t\t"a": [1, 2]\n\t}\n}',
    );
    expect(JSON.parse(edited("{}", edit))).toEqual({
      nodes: { a: { type: "ReLU" } },
      edges: ["a -> a"],
      layout: { a: [1, 2] },
    });
    expect(edited("", edit)).toBe(edited(starter(), edit));
    expect(edited(" \n", edit)).toBe(edited(starter(), edit));
  });

  it("puts a node onto a wire in the wire's place", () => {
    expect(
      diff(mlp, {
        kind: "add",
        nodes: [{ id: "drop", type: "Dropout" }],
        edges: ["relu -> drop", "drop -> logits"],
        replaces: [3],
      }),
    ).toBe(`
-    "loss": { "type": "CrossEntropyLoss" }
+    "loss": { "type": "CrossEntropyLoss" },
+    "drop": { "type": "Dropout" }
-    "relu -> logits",
+    "relu -> drop",
+    "drop -> logits",
`);
  });

  it("keeps a type over a parameter of that name", () => {
    const text = edited("{}", {
      kind: "add",
      nodes: [{ id: "a", type: "ReLU", params: { type: "x", p: [1, { b: null }] } }],
    });
    expect(JSON.parse(text)).toEqual({ nodes: { a: { type: "ReLU", p: [1, { b: null }] } } });
  });
});

describe("removing", () => {
  it("takes a node with its wires and its place, and their lines alone", () => {
    expect(diff(mlp, { kind: "remove", nodes: ["flatten"] })).toBe(`
-    "flatten": { "type": "Flatten" },
-    "digits.image -> flatten",
-    "flatten -> hidden",
-  "layout": { "digits": [0, 0], "flatten": [220, 0] }
+  "layout": { "digits": [0, 0] }
`);
  });

  it("takes the comma with the last line", () => {
    expect(diff(mlp, { kind: "remove", nodes: ["loss"] })).toBe(`
-    "logits": { "type": "Linear", "outFeatures": 10 },
-    "loss": { "type": "CrossEntropyLoss" }
+    "logits": { "type": "Linear", "outFeatures": 10 }
-    "relu -> logits",
-    "logits -> loss.input",
-    "digits.label -> loss.target"
+    "relu -> logits"
`);
  });

  it("leaves empty brackets where nothing is left", () => {
    const all = ["digits", "flatten", "hidden", "relu", "logits", "loss"];
    expect(edited(mlp, { kind: "remove", nodes: all })).toContain(`"nodes": {},
  "edges": [],
  "training"`);
  });

  it("takes wires by their index", () => {
    expect(diff(mlp, { kind: "remove", nodes: [], edges: [0, 5] })).toBe(`
-    "digits.image -> flatten",
-    "logits -> loss.input",
-    "digits.label -> loss.target"
+    "logits -> loss.input"
`);
  });

  it("removes the one of two equal wires that is meant, and leaves the text of the other", () => {
    const text =
      '{ "netloom": 1, "nodes": { "x": { "type": "Input", "shape": [2] }, "square": { "type": "Multiply" } }, "edges": ["x -> square", "x->square"] }';
    expect(edited(text, { kind: "remove", nodes: [], edges: [0] })).toContain('"edges": ["x->square"]');
    const left = edited(text, { kind: "remove", nodes: [], edges: [1] });
    expect(left).toContain('"edges": ["x -> square"]');
    expect(edited(left, { kind: "connect", edge: "x -> square" })).toContain(
      '"edges": ["x -> square", "x -> square"]',
    );
  });

  it("does nothing where there is nothing", () => {
    expect(applyEdit(mlp, { kind: "remove", nodes: ["nobody"], edges: [99] })).toEqual({ edits: [] });
  });
});

describe("setting a parameter", () => {
  it("replaces the value alone", () => {
    expect(applyEdit(mlp, { kind: "param", node: "hidden", name: "outFeatures", value: 64 })).toEqual({
      edits: [{ offset: mlp.indexOf("128"), length: 3, text: "64" }],
    });
  });

  it("adds and removes it on the node's line", () => {
    const added = edited(mlp, { kind: "param", node: "relu", name: "inplace", value: [1, 2] });
    expect(added).toContain('"relu": { "type": "ReLU", "inplace": [1, 2] },');
    expect(edited(added, { kind: "param", node: "relu", name: "inplace", value: undefined })).toBe(mlp);
  });

  it("changes the layer, dropping parameters it had and adding those it needs", () => {
    const changed = edited(mlp, { kind: "param", node: "hidden", name: "type", value: "Conv2d" });
    expect(changed).toContain('"hidden": { "type": "Conv2d", "outChannels": 16 },');
    const biased = edited(mlp, { kind: "param", node: "hidden", name: "bias", value: false });
    expect(edited(biased, { kind: "param", node: "hidden", name: "type", value: "Conv2d" })).toContain(
      '"hidden": { "type": "Conv2d", "bias": false, "outChannels": 16 },',
    );
  });

  it("changes a source, dropping the parameters of the old one", () => {
    const noisy = edited(edited(mlp, { kind: "param", node: "digits", name: "noise", value: 0.1 }), {
      kind: "param",
      node: "digits",
      name: "validation",
      value: 0.3,
    });
    expect(edited(noisy, { kind: "param", node: "digits", name: "source", value: "xor" })).toContain(
      '"digits": { "type": "Dataset", "source": "xor", "validation": 0.3 },',
    );
  });

  it("does nothing where the value is there already", () => {
    expect(applyEdit(mlp, { kind: "param", node: "hidden", name: "outFeatures", value: 128 })).toEqual({
      edits: [],
    });
    expect(applyEdit(mlp, { kind: "param", node: "hidden", name: "bias", value: undefined })).toEqual({
      edits: [],
    });
  });
});

describe("renaming", () => {
  it("follows the name through wires and layout", () => {
    expect(diff(mlp, { kind: "rename", node: "digits", to: "images" })).toBe(`
-    "digits": { "type": "Dataset", "source": "digits" },
+    "images": { "type": "Dataset", "source": "digits" },
-    "digits.image -> flatten",
+    "images.image -> flatten",
-    "digits.label -> loss.target"
+    "images.label -> loss.target"
-  "layout": { "digits": [0, 0], "flatten": [220, 0] }
+  "layout": { "images": [0, 0], "flatten": [220, 0] }
`);
  });

  it("follows the name into the policy of an environment", () => {
    const policy = (written: string) =>
      `{ "nodes": { "pole": { "type": "Dataset", "source": "cartpole", "policy": "${written}" }, "q": { "type": "Linear" } } }`;
    const rename = { kind: "rename", node: "q", to: "values" } as const;
    expect(edited(policy("q.output"), rename)).toContain('"policy": "values.output"');
    expect(edited(policy("q"), rename)).toContain('"policy": "values"');
    expect(edited(policy("quality.output"), rename)).toContain('"policy": "quality.output"');
    expect(edited(policy(""), rename)).toContain('"policy": ""');
  });

  it("keeps the spaces in wires, and handles both ends and escapes", () => {
    const text =
      '{ "netloom": 1, "nodes": { "a": { "type": "ReLU" } }, "edges": ["a  ->a", "a -> \\u0061.input"] }';
    const renamed = edited(text, { kind: "rename", node: "a", to: "bc" });
    expect(renamed).toContain('["bc  ->bc", "bc -> bc.input"]');
  });
});

describe("wires, places and training", () => {
  it("connects at the end of the list, or in the place of another wire", () => {
    expect(diff(mlp, { kind: "connect", edge: "hidden->logits", replaces: 3 })).toBe(`
-    "relu -> logits",
+    "hidden -> logits",
`);
    expect(edited(mlp, { kind: "connect", edge: "hidden -> logits" })).toContain(
      '"digits.label -> loss.target",\n    "hidden -> logits"\n  ]',
    );
  });

  it("moves nodes", () => {
    expect(diff(mlp, { kind: "move", layout: { flatten: [230, -5], loss: [9, 9], nobody: [1, 1] } })).toBe(`
-  "layout": { "digits": [0, 0], "flatten": [220, 0] }
+  "layout": { "digits": [0, 0], "flatten": [230, -5], "loss": [9, 9] }
`);
    expect(applyEdit(mlp, { kind: "move", layout: { flatten: [220, 0] } })).toEqual({ edits: [] });
  });

  it("sets training, making what is missing", () => {
    expect(diff(mlp, { kind: "training", path: ["optimizer", "learningRate"], value: 0.01 })).toBe(`
-    "optimizer": { "type": "Adam", "learningRate": 0.001 },
+    "optimizer": { "type": "Adam", "learningRate": 0.01 },
`);
    expect(diff(mlp, { kind: "training", path: ["batchSize"], value: "all" })).toContain(
      '"batchSize": "all"',
    );
    expect(
      edited('{\n  "netloom": 1\n}\n', { kind: "training", path: ["optimizer", "learningRate"], value: 1 }),
    ).toBe(
      '{\n  "netloom": 1,\n  "training": {\n    "optimizer": { "type": "Adam", "learningRate": 1 }\n  }\n}\n',
    );
    expect(edited(mlp, { kind: "training", path: ["seed"], value: undefined })).toContain(
      '"batchSize": 64,\n',
    );
    expect(applyEdit("{}", { kind: "training", path: ["seed"], value: undefined })).toEqual({ edits: [] });
  });

  it("sets and removes a schedule, which nobody has to have", () => {
    const text = edited(mlp, { kind: "training", path: ["schedule", "type"], value: "StepLR" });
    expect(text).toContain('"schedule": { "type": "StepLR" }');
    const quick = edited(text, { kind: "training", path: ["schedule", "stepSize"], value: 5 });
    expect(edited(quick, { kind: "training", path: ["schedule", "type"], value: "ExponentialLR" })).toContain(
      '"schedule": { "type": "ExponentialLR" }',
    );
    expect(edited(quick, { kind: "training", path: ["schedule"], value: undefined })).toBe(mlp);
    expect(applyEdit(mlp, { kind: "training", path: ["schedule", "stepSize"], value: undefined })).toEqual({
      edits: [],
    });
  });

  it("changes the optimizer, dropping what the new one has not", () => {
    const text = edited(mlp, { kind: "training", path: ["optimizer", "beta1"], value: 0.8 });
    expect(edited(text, { kind: "training", path: ["optimizer", "type"], value: "SGD" })).toContain(
      '"optimizer": { "type": "SGD", "learningRate": 0.001 },',
    );
  });
});

describe("refusing", () => {
  const cases: readonly (readonly [GraphEdit, RegExp])[] = [
    [{ kind: "add", nodes: [{ id: "relu", type: "ReLU" }] }, /"relu" already/],
    [
      {
        kind: "add",
        nodes: [
          { id: "a", type: "ReLU" },
          { id: "a", type: "ReLU" },
        ],
      },
      /"a" already/,
    ],
    [{ kind: "add", nodes: [{ id: "a-b", type: "ReLU" }] }, /cannot name a node/],
    [{ kind: "add", nodes: [{ id: "__proto__", type: "ReLU" }] }, /cannot name a node/],
    [{ kind: "add", nodes: [{ id: "a", type: "Quantum" }] }, /no layer "Quantum"/],
    [{ kind: "training", path: ["epoch"], value: 1 }, /no training setting "epoch"/],
    [{ kind: "add", nodes: [], edges: ["relu -> nobody"] }, /no node "nobody"/],
    [{ kind: "add", nodes: [], edges: ["relu"] }, /not a wire/],
    [{ kind: "add", nodes: [], edges: ["relu -> relu"], replaces: [17] }, /no longer exists/],
    [{ kind: "add", nodes: [{ id: "a", type: "ReLU", params: { p: NaN } }] }, /can be written/],
    [{ kind: "param", node: "nobody", name: "p", value: 1 }, /no node "nobody"/],
    [{ kind: "param", node: "relu", name: "type", value: "Quantum" }, /no layer "Quantum"/],
    [{ kind: "param", node: "relu", name: "type", value: undefined }, /name of a layer/],
    [{ kind: "param", node: "relu", name: "p", value: () => 1 }, /can be written/],
    [{ kind: "param", node: "relu", name: "p", value: Infinity }, /can be written/],
    [{ kind: "param", node: "relu", name: "__proto__", value: 1 }, /not the name of a parameter/],
    [{ kind: "rename", node: "relu", to: "loss" }, /"loss" already/],
    [{ kind: "rename", node: "relu", to: "a b" }, /cannot name a node/],
    [{ kind: "rename", node: "nobody", to: "a" }, /no node "nobody"/],
    [{ kind: "connect", edge: "relu -> nobody" }, /no node "nobody"/],
    [{ kind: "connect", edge: "relu -> logits", replaces: 17 }, /no longer exists/],
    [{ kind: "move", layout: { relu: [NaN, 0] } }, /can be written/],
    [{ kind: "training", path: ["a", "b"], value: 1 }, /no training setting "a.b"/],
    [{ kind: "training", path: [], value: 1 }, /no training setting/],
    [{ kind: "training", path: ["optimizer", "type"], value: "Sgd" }, /no optimizer "Sgd"/],
    [{ kind: "training", path: ["clipping", "limit"], value: 1 }, /no training setting "clipping.limit"/],
  ];
  it.each(cases)("%j", (edit, reason) => {
    const applied = applyEdit(mlp, edit);
    expect("refused" in applied && applied.refused).toMatch(reason);
  });

  it("removes a training setting that there is none of, and one of a type that is no name", () => {
    const text = (training: string) => `{ "netloom": 1, "training": ${training} }`;
    const gone = edited(text('{ "epoch": 1, "seed": 2 }'), {
      kind: "training",
      path: ["epoch"],
      value: undefined,
    });
    expect(JSON.parse(gone)).toMatchObject({ training: { seed: 2 } });
    const typed = edited(text('{ "optimizer": { "type": { "toString": 1 } } }'), {
      kind: "training",
      path: ["optimizer", "type"],
      value: "SGD",
    });
    expect(JSON.parse(typed)).toMatchObject({ training: { optimizer: { type: "SGD" } } });
  });

  it("leaves a text alone that is not valid", () => {
    const edit: GraphEdit = { kind: "add", nodes: [{ id: "a", type: "ReLU" }] };
    for (const text of ["{", "[]", '{ "netloom": 1, }', '{ "nodes": [] }'])
      expect(applyEdit(text, edit), text).toHaveProperty("refused");
  });
});
