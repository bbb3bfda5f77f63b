import { describe, expect, it } from "vitest";
import { receptiveFields } from "../../../engine/graph/receptiveFields";
import type { TypedGraph } from "../../../engine/graph/typedGraph";
import { readArchitecture, typedArchitecture } from "../../examples/architectures";
import { Random } from "../randomGraphs/Random";
import { blocksOf } from "./blockDocuments";
import { documentOf, typedOf } from "./documents";

/** The size and the jump of the fields of all outputs that have one, along their last axis. */
function fieldsOf(typed: TypedGraph): Record<string, readonly [size: number, jump: number]> {
  expect(typed.problems).toEqual([]);
  return Object.fromEntries(
    [...receptiveFields(typed)].map(([path, { size, jump }]) => [
      path.replace(/\.output$/, ""),
      [size.at(-1)!, jump.at(-1)!] as const,
    ]),
  );
}

/** The fields of layers one behind the other, on a signal of one channel. */
function chain(layers: readonly string[], shape = [1, 600]) {
  const nodes = layers.map((layer, i) => `"n${i}": { ${layer} }`);
  const edges = layers.map((_, i) => (i === 0 ? "x -> n0" : `n${i - 1} -> n${i}`));
  return fieldsOf(
    typedOf(documentOf(`"x": { "type": "Input", "shape": [${shape.join()}] }, ${nodes.join()}`, edges)),
  );
}

const conv = (kernel: number, more = "") =>
  `"type": "Conv1d", "outChannels": 1, "kernelSize": ${kernel}${more}`;

describe("published values", () => {
  it("LeNet-5: a field of 32 × 32, the whole image, in front of the last two layers", async () => {
    const fields = fieldsOf(typedArchitecture(await readArchitecture("lenet5")));
    expect(fields).toMatchObject({
      c1: [5, 1],
      "s2/mean": [6, 2],
      "c3/all": [14, 2],
      "c3/join": [14, 2],
      "s4/mean": [16, 4],
      c5: [32, 4],
    });
    expect(fields).not.toHaveProperty("flatten");
    expect(fields).not.toHaveProperty("output");
    expect(fields).not.toHaveProperty("digits.image");
  });

  // Araujo, Norris and Sim (2019) list 195 for this AlexNet and 212 for VGG-16; both have a stride of 32.
  it("VGG-16: 196 behind conv5_3, 212 behind pool5", async () => {
    const fields = fieldsOf(typedArchitecture(await readArchitecture("vgg16")));
    expect(fields["stage5/convs/2/conv"]).toEqual([196, 16]);
    expect(fields["stage5/pool"]).toEqual([212, 32]);
  });

  it("AlexNet: 195", async () => {
    const fields = fieldsOf(typedArchitecture(await readArchitecture("alexnet-torchvision")));
    expect(fields.pool5).toEqual([195, 32]);
  });

  it("ResNet-50: 483 with the paper's strides, 427 with torchvision's, which are in the 3 × 3 convolutions", async () => {
    const text = await readArchitecture("resnet50");
    expect(fieldsOf(typedArchitecture(text))["layer4/others/1/add"]).toEqual([427, 32]);
    const [start, stop] = [text.indexOf('"Residual"'), text.indexOf('"IdentityBlock"')];
    const residual = text.slice(start, stop);
    const stride = /,\s*"stride": "\$stride"/;
    const paper = residual
      .replace(stride, "")
      .replace(/("conv1": \{[^}]*"channels": "[^"]*")/, '$1, "stride": "$stride"');
    expect(paper).not.toBe(residual);
    const typed = typedArchitecture(text.slice(0, start) + paper + text.slice(stop));
    expect(fieldsOf(typed)["layer4/others/1/add"]).toEqual([483, 32]);
  });

  it("ResNet-18: 435", async () => {
    const fields = fieldsOf(typedArchitecture(await readArchitecture("resnet18")));
    expect(fields["layer4/others/0/relu"]).toEqual([435, 32]);
    // The average over all positions, and what follows from it.
    expect(Object.keys(fields).filter((path) => /avgpool|fc|loss/.test(path))).toEqual([]);
  });
});

describe("along a path", () => {
  it("counts kernels, strides, dilations and poolings", () => {
    expect(
      chain([
        conv(3),
        conv(3, ', "dilation": 4'),
        '"type": "ReLU"',
        conv(1, ', "stride": 2'),
        '"type": "MaxPool1d", "kernelSize": 2',
        '"type": "BatchNorm1d"',
        conv(5, ', "padding": 2'),
      ]),
    ).toEqual({
      n0: [3, 1],
      n1: [11, 1],
      n2: [11, 1],
      n3: [11, 2],
      n4: [13, 4],
      n5: [13, 4],
      n6: [29, 4],
    });
  });

  it("becomes finer where the output is enlarged", () => {
    expect(
      chain([
        '"type": "MaxPool1d", "kernelSize": 4',
        '"type": "ConvTranspose1d", "outChannels": 1, "kernelSize": 2, "stride": 2',
        '"type": "Upsample", "scaleFactor": 2',
        conv(3, ', "padding": 1'),
        '"type": "ConvTranspose1d", "outChannels": 1, "kernelSize": 4, "stride": 2, "padding": 1',
        '"type": "Upsample", "scaleFactor": 2, "mode": "linear"',
      ]),
    ).toEqual({ n0: [4, 4], n1: [4, 2], n2: [4, 1], n3: [6, 1], n4: [7, 0.5], n5: [8, 0.25] });
  });

  it("has each axis of an image, and follows axes that are moved", () => {
    const typed = typedOf(
      documentOf(
        `"x": { "type": "Input", "shape": [3, 20, 30] },
         "conv": { "type": "Conv2d", "outChannels": 4, "kernelSize": [3, 5], "stride": [1, 2] },
         "swap": { "type": "Permute", "dims": [0, 3, 1, 2] },
         "rows": { "type": "Linear", "outFeatures": 7 },
         "mean": { "type": "Mean", "dim": [1] }`,
        ["x -> conv", "conv -> swap", "swap -> rows", "swap -> mean"],
      ),
    );
    const fields = receptiveFields(typed);
    expect(fields.get("conv.output")).toEqual({ size: [3, 5], jump: [1, 2] });
    expect(fields.get("swap.output")).toEqual({ size: [5, 3], jump: [2, 1] });
    // A Linear along the last axis mixes its places, a mean those of the columns.
    expect(fields.get("rows.output")).toEqual({ size: [5], jump: [2] });
    expect(fields.get("mean.output")).toEqual({ size: [3], jump: [1] });
  });

  it("passes a sequence's features, and ends where its positions are mixed", () => {
    const typed = typedOf(
      documentOf(
        `"x": { "type": "Input", "shape": [24], "dtype": "int32" },
         "rows": { "type": "Embedding", "numEmbeddings": 9, "embeddingDim": 4 },
         "signal": { "type": "Transpose" },
         "conv": { "type": "Conv1d", "outChannels": 4, "kernelSize": 3, "padding": "same" },
         "back": { "type": "Transpose" },
         "each": { "type": "Linear", "outFeatures": 4 },
         "norm": { "type": "LayerNorm" },
         "gru": { "type": "GRU", "hiddenSize": 4 },
         "attention": { "type": "MultiheadAttention", "numHeads": 2 },
         "sum": { "type": "Add" }`,
        [
          ...["x -> rows", "rows -> signal", "signal -> conv", "conv -> back", "back -> each"],
          ...["each -> norm", "norm -> gru", "norm -> attention.query", "norm -> attention.key"],
          ...["norm -> attention.value", "norm -> sum", "attention.output -> sum"],
        ],
      ),
    );
    expect(fieldsOf(typed)).toEqual({ conv: [3, 1], back: [3, 1], each: [3, 1], norm: [3, 1] });
  });
});

/** A layer behind a convolution of 3 × 5 pixels over 12 × 24 of them, 4 channels. */
const behind: readonly (readonly [
  layer: string,
  field: readonly [size: readonly number[], jump: readonly number[]] | undefined,
])[] = [
  [
    '"type": "PixelShuffle"',
    [
      [3, 5],
      [0.5, 0.5],
    ],
  ],
  [
    '"type": "PixelUnshuffle"',
    [
      [4, 6],
      [2, 2],
    ],
  ],
  [
    '"type": "AdaptiveAvgPool2d", "outputSize": [3, 8]',
    [
      [6, 7],
      [4, 3],
    ],
  ],
  ['"type": "AdaptiveMaxPool2d", "outputSize": [12, 1]', [[3], [1]]],
  ['"type": "AdaptiveAvgPool2d", "outputSize": 1', undefined],
  [
    '"type": "LPPool2d", "kernelSize": [1, 3], "stride": [1, 2]',
    [
      [3, 7],
      [1, 2],
    ],
  ],
  [
    '"type": "Unsqueeze", "dim": 2',
    [
      [3, 5],
      [1, 1],
    ],
  ],
  [
    '"type": "Unflatten", "unflattenedSize": [2, 2]',
    [
      [3, 5],
      [1, 1],
    ],
  ],
  ['"type": "Unflatten", "dim": 2, "unflattenedSize": [2, 6]', [[5], [1]]],
  ['"type": "Flatten", "startDim": 2', undefined],
  ['"type": "Flatten", "endDim": 2', [[5], [1]]],
  [
    '"type": "Slice", "dim": 3, "start": 1, "step": 4',
    [
      [3, 5],
      [1, 4],
    ],
  ],
  [
    '"type": "Split", "dim": 1',
    [
      [3, 5],
      [1, 1],
    ],
  ],
  ['"type": "Split", "dim": 2', [[5], [1]]],
  [
    '"type": "Softmax", "dim": 1',
    [
      [3, 5],
      [1, 1],
    ],
  ],
  ['"type": "Softmax", "dim": 2', [[5], [1]]],
  [
    '"type": "GLU", "dim": 1',
    [
      [3, 5],
      [1, 1],
    ],
  ],
  ['"type": "Max", "dim": [2]', [[5], [1]]],
  ['"type": "Max", "dim": [2], "keepDim": true', [[5], [1]]],
  [
    '"type": "ArgMax", "dim": 1',
    [
      [3, 5],
      [1, 1],
    ],
  ],
  [
    '"type": "Power", "exponent": 2',
    [
      [3, 5],
      [1, 1],
    ],
  ],
  [
    '"type": "Transpose", "dim0": 2, "dim1": 3',
    [
      [5, 3],
      [1, 1],
    ],
  ],
  ['"type": "GlobalMaxPool"', undefined],
  ['"type": "Unfold", "kernelSize": 2', undefined],
];

it.each(behind)("behind a convolution: { %s }", (layer, field) => {
  const typed = typedOf(
    documentOf(
      `"x": { "type": "Input", "shape": [1, 14, 28] },
       "conv": { "type": "Conv2d", "outChannels": 4, "kernelSize": [3, 5] }, "layer": { ${layer} }`,
      ["x -> conv", "conv -> layer"],
    ),
  );
  expect(typed.problems).toEqual([]);
  const [port] = Object.keys(typed.nodes.get("layer")!.outputs);
  const found = receptiveFields(typed).get(`layer.${port}`);
  expect(found && [found.size, found.jump]).toEqual(field);
});

it("goes through a pooling and back, and along a new axis", () => {
  const typed = typedOf(
    documentOf(
      `"x": { "type": "Input", "shape": [1, 12, 12] }, "pool": { "type": "MaxPool2d" },
       "back": { "type": "MaxUnpool2d" }, "stack": { "type": "Stack", "dim": 2 },
       "first": { "type": "Slice", "dim": 2, "end": 1 }, "again": { "type": "Squeeze", "dim": [2] }`,
      [
        ...["x -> pool", "pool.output -> back.input", "pool.indices -> back.indices"],
        ...["back -> stack", "x -> stack", "stack -> first", "first -> again"],
      ],
    ),
  );
  const fields = receptiveFields(typed);
  expect(fields.get("back.output")).toEqual({ size: [2, 2], jump: [1, 1] });
  expect(fields.get("stack.output")).toEqual({ size: [2, 2], jump: [1, 1] });
  expect(fields.get("again.output")).toEqual({ size: [2, 2], jump: [1, 1] });
});

describe("where paths meet", () => {
  const image = '"x": { "type": "Input", "shape": [1, 32, 32] }';
  const conv2d = (kernel: number, more = "") =>
    `{ "type": "Conv2d", "outChannels": 1, "kernelSize": ${kernel}${more} }`;

  it("takes the field that contains those of all paths", () => {
    const typed = typedOf(
      documentOf(
        `${image}, "a": ${conv2d(5, ', "padding": 2')}, "b": ${conv2d(3, ', "padding": 1')},
         "shift": { "type": "Pad", "padding": [4, 0, 4, 0] }, "cut": ${conv2d(5)},
         "same": { "type": "Add" }, "apart": { "type": "Concat" }`,
        [
          "x -> a",
          "x -> b",
          "a -> same",
          "b -> same",
          "x -> shift",
          "shift -> cut",
          "cut -> apart",
          "b -> apart",
        ],
      ),
    );
    // The one that looks back four pixels reaches from −4 to 0, the other from −1 to 1.
    expect(fieldsOf(typed)).toMatchObject({ same: [5, 1], cut: [5, 1], apart: [6, 1] });
  });

  it("has none if their jumps differ", () => {
    const typed = typedOf(
      documentOf(
        `${image}, "a": ${conv2d(2, ', "stride": 2')}, "b": { "type": "Slice", "dim": 2, "end": 16 },
         "c": { "type": "Slice", "dim": 3, "end": 16 }, "d": ${conv2d(1)}, "sum": { "type": "Add" }, "e": ${conv2d(3)}`,
        ["x -> a", "x -> b", "b -> c", "c -> d", "a -> sum", "d -> sum", "sum -> e"],
      ),
    );
    expect(fieldsOf(typed)).toEqual({ a: [2, 2], d: [1, 1] });
  });

  it("has none behind a gate of all positions, but one behind a condition that has no positions", () => {
    const typed = typedOf(
      documentOf(
        `${image}, "label": { "type": "Input", "shape": [6] }, "conv": ${conv2d(3)},
         "pool": { "type": "GlobalAvgPool", "keepDim": true }, "gated": { "type": "Multiply" },
         "embed": { "type": "Linear", "outFeatures": 1 }, "wide": { "type": "Reshape", "shape": [1, 1, 1] },
         "told": { "type": "Add" }, "bias": { "type": "Parameter", "shape": [1, 30, 30] }, "moved": { "type": "Add" }`,
        [
          ...["x -> conv", "conv -> pool", "conv -> gated", "pool -> gated", "label -> embed"],
          ...["embed -> wide", "conv -> told", "wide -> told", "told -> moved", "bias -> moved"],
        ],
      ),
    );
    expect(fieldsOf(typed)).toEqual({ conv: [3, 1], told: [3, 1], moved: [3, 1] });
  });
});

describe("random networks", () => {
  const length = 400;

  /** For each position of an output the first and the last position of the input that it depends on. */
  type Spans = readonly (readonly [low: number, high: number])[];

  interface Window {
    readonly kernel: number;
    readonly stride: number;
    readonly padding: number;
    readonly dilation: number;
  }

  /** Plain enumeration of what each window covers. */
  function slide(spans: Spans, { kernel, stride, padding, dilation }: Window): Spans {
    const made: [number, number][] = [];
    for (let start = -padding; start + dilation * (kernel - 1) < spans.length + padding; start += stride) {
      const covered = Array.from({ length: kernel }, (_, i) => spans[start + i * dilation]).filter(
        (span) => span !== undefined,
      );
      made.push([Math.min(...covered.map(([low]) => low)), Math.max(...covered.map(([, high]) => high))]);
    }
    return made;
  }

  it.each(Array.from({ length: 30 }, (_, seed) => seed))("agree with enumeration (seed %i)", (seed) => {
    const random = new Random(seed);
    const whole = (least: number, most: number) => least + random.below(most - least + 1);
    const nodes: string[] = [];
    const edges: string[] = [];
    const known: { id: string; spans: Spans }[] = [
      { id: "x", spans: Array.from({ length }, (_, i) => [i, i] as const) },
    ];
    const put = (layer: string, from: readonly string[], spans: Spans) => {
      const id = `n${nodes.length}`;
      nodes.push(`"${id}": { ${layer} }`);
      edges.push(...from.map((source) => `${source} -> ${id}`));
      known.push({ id, spans });
    };
    for (let step = 0; step < 8; step++) {
      const { id, spans } = known.at(-1)!;
      if (spans.length < 60) break;
      const kernel = whole(1, 5);
      const window = {
        kernel,
        stride: whole(1, 2),
        padding: whole(0, Math.floor(kernel / 2)),
        dilation: whole(1, 3),
      };
      const { stride, padding, dilation } = window;
      switch (whole(0, 2)) {
        case 0:
          put(
            conv(kernel, `, "stride": ${stride}, "padding": ${padding}, "dilation": ${dilation}`),
            [id],
            slide(spans, window),
          );
          break;
        case 1:
          put(
            `"type": "AvgPool1d", "kernelSize": ${kernel}, "stride": ${stride}, "padding": ${padding}`,
            [id],
            slide(spans, { ...window, dilation: 1 }),
          );
          break;
        default: {
          // Two paths that meet.
          put(
            conv(3, `, "dilation": ${dilation}, "padding": ${dilation}`),
            [id],
            slide(spans, { kernel: 3, stride: 1, padding: dilation, dilation }),
          );
          const other = known.at(-1)!;
          put(
            '"type": "Add"',
            [id, other.id],
            spans.map(([low, high], i) => [
              Math.min(low, other.spans[i]![0]),
              Math.max(high, other.spans[i]![1]),
            ]),
          );
        }
      }
    }
    const typed = typedOf(
      documentOf(`"x": { "type": "Input", "shape": [1, ${length}] }, ${nodes.join()}`, edges),
    );
    const fields = fieldsOf(typed);
    expect(Object.keys(fields)).toEqual(nodes.map((_, i) => `n${i}`));
    for (const { id, spans } of known.slice(1)) {
      const [size, jump] = fields[id]!;
      // Away from the borders.
      const middle = Math.floor(spans.length / 2);
      const [low, high] = spans[middle]!;
      expect([id, high - low + 1], `size of ${id}`).toEqual([id, size]);
      expect([id, spans[middle + 1]![0] - low], `jump of ${id}`).toEqual([id, jump]);
    }
  });
});

it("takes one pass through blocks that are repeated", () => {
  const typed = typedOf(
    blocksOf(
      `"Deeper": { "inputs": ["input"], "outputs": ["output"],
        "nodes": { "conv": { "type": "Conv1d", "outChannels": 1, "kernelSize": 3, "padding": 1 } },
        "edges": ["input -> conv", "conv -> output"] }`,
      `"x": { "type": "Input", "shape": [1, 64] }, "stack": { "type": "Deeper", "repeat": 500 }`,
      ["x -> stack"],
    ),
  );
  expect(fieldsOf(typed)["stack/499/conv"]).toEqual([1001, 1]);
});
