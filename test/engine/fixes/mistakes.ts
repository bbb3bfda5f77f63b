type Nodes = Readonly<Record<string, object>>;

export const linear = (outFeatures: number, more = {}) => ({ type: "Linear", outFeatures, ...more });
export const conv = (more = {}) => ({ type: "Conv2d", outChannels: 4, kernelSize: 3, padding: 1, ...more });
export const norm = { type: "BatchNorm2d" };

/** Layers in a row between digits and a loss of classes, or of their images where `target` says so. */
export function row(
  layers: Nodes,
  loss: object = { type: "CrossEntropyLoss" },
  more: readonly string[] = [],
): string {
  const ids = ["digits.image", "flat", ...Object.keys(layers), "loss.input"];
  const edges = ids.slice(1).map((to, i) => `${ids[i]!} -> ${to}`);
  const nodes = { digits: { type: "Dataset", source: "digits" }, flat: { type: "Flatten" }, ...layers, loss };
  const target = more.some((edge) => edge.endsWith("loss.target")) ? [] : ["digits.label -> loss.target"];
  return JSON.stringify({ netloom: 1, nodes, edges: [...edges, ...target, ...more] }, null, 2);
}

/** Images through layers, flattened behind them. */
export function images(layers: Nodes, more: readonly string[] = []): string {
  const ids = ["digits.image", ...Object.keys(layers), "flat", "head", "loss.input"];
  const edges = ids.slice(1).map((to, i) => `${ids[i]!} -> ${to}`);
  const nodes = {
    digits: { type: "Dataset", source: "digits" },
    ...layers,
    flat: { type: "Flatten" },
    head: linear(10),
    loss: { type: "CrossEntropyLoss" },
  };
  return JSON.stringify(
    { netloom: 1, nodes, edges: [...edges, "digits.label -> loss.target", ...more] },
    null,
    2,
  );
}

/** A score of moons with labels as a column of 0 and 1. */
export function binary(layers: Nodes, loss: object): string {
  const ids = ["moons.input", ...Object.keys(layers), "loss.input"];
  const edges = [
    ...ids.slice(1).map((to, i) => `${ids[i]!} -> ${to}`),
    "moons.label -> cast",
    "cast -> column",
  ];
  const nodes = {
    moons: { type: "Dataset", source: "moons" },
    ...layers,
    cast: { type: "Cast", dtype: "float32" },
    column: { type: "Unsqueeze" },
    loss,
  };
  return JSON.stringify({ netloom: 1, nodes, edges: [...edges, "column -> loss.target"] }, null, 2);
}

export const ce = { type: "CrossEntropyLoss" };
export const nll = { type: "NLLLoss" };
export const bce = { type: "BCELoss" };
export const logits = { type: "BCEWithLogitsLoss" };
export const relu = { type: "ReLU" };

/** A network with one mistake, the warning and the titles of its fixes. */
export const mistakes: readonly (readonly [
  title: string,
  text: string,
  warning: string,
  fixes: readonly string[],
])[] = [
  [
    "softmax",
    row({ a: linear(10), s: { type: "Softmax" } }),
    "softmax-before-cross-entropy s",
    ['Remove "s"'],
  ],
  [
    "softmax behind axes and dropout",
    row({ a: linear(10), s: { type: "Softmax" }, d: { type: "Dropout" }, i: { type: "Identity" } }),
    "softmax-before-cross-entropy s",
    ['Remove "s"'],
  ],
  [
    "softmax before focal loss",
    row({ a: linear(10), s: { type: "Softmax" } }, { type: "FocalLoss" }),
    "softmax-before-cross-entropy s",
    ['Remove "s"'],
  ],
  [
    "log-softmax twice",
    row({ a: linear(10), s: { type: "LogSoftmax" } }),
    "softmax-before-cross-entropy s",
    ['Remove "s"', 'Set type of "loss" to "NLLLoss"'],
  ],
  [
    "scores for NLLLoss",
    row({ a: linear(10) }, nll),
    "log-softmax-missing loss",
    ['Insert LogSoftmax between "a" and "loss"', 'Set type of "loss" to "CrossEntropyLoss"'],
  ],
  [
    "probabilities for NLLLoss",
    row({ a: linear(10), s: { type: "Softmax" } }, nll),
    "log-softmax-missing loss",
    ['Set type of "s" to "LogSoftmax"'],
  ],
  [
    "sigmoid for scores of yes",
    binary({ a: linear(1), s: { type: "Sigmoid" } }, logits),
    "sigmoid-before-logits-loss s",
    ['Remove "s"', 'Set type of "loss" to "BCELoss"'],
  ],
  [
    "scores for BCELoss",
    binary({ a: linear(1) }, bce),
    "sigmoid-missing loss",
    ['Insert Sigmoid between "a" and "loss"', 'Set type of "loss" to "BCEWithLogitsLoss"'],
  ],
  [
    "Tanh for BCELoss",
    binary({ a: linear(1), s: { type: "Tanh" } }, bce),
    "sigmoid-missing loss",
    ['Set type of "s" to "Sigmoid"'],
  ],
  [
    "one softmax",
    binary({ a: linear(1), s: { type: "Softmax" } }, bce),
    "softmax-of-one s",
    ['Set type of "s" to "Sigmoid"'],
  ],
  ["ReLU on logits", row({ a: linear(10), r: relu }), "activation-on-logits r", ['Remove "r"']],
  [
    "Tanh on logits",
    binary({ a: linear(1), r: { type: "Tanh" } }, logits),
    "activation-on-logits r",
    ['Remove "r"'],
  ],
  [
    "Sigmoid on scores",
    row({ a: linear(10), r: { type: "Sigmoid" } }),
    "activation-on-logits r",
    ['Remove "r"'],
  ],
  [
    "two Linear",
    row({ a: linear(64), b: linear(10) }),
    "linear-after-linear b",
    ['Insert ReLU between "a" and "b"'],
  ],
  [
    "two Linear with dropout",
    row({ a: linear(64), d: { type: "Dropout" }, b: linear(10) }),
    "linear-after-linear b",
    ['Insert ReLU between "d" and "b"'],
  ],
  [
    "two activations",
    row({ a: linear(64), r: relu, t: { type: "Tanh" }, b: linear(10) }),
    "activation-twice t",
    ['Remove "t"', 'Remove "r"'],
  ],
  [
    "an activation before the softmax of an output",
    row({ a: linear(10), r: relu, s: { type: "LogSoftmax" } }, nll),
    "activation-twice s",
    ['Remove "r"'],
  ],
  ["a bias", images({ c: conv(), n: norm }), "bias-before-batch-norm c", ['Set bias of "c" to false']],
  [
    "a bias of a Linear",
    row({ a: linear(64), n: { type: "BatchNorm1d" }, r: relu, b: linear(10) }),
    "bias-before-batch-norm a",
    ['Set bias of "a" to false'],
  ],
  [
    "dropout before a normalisation",
    images({ c: conv({ bias: false }), r: relu, d: { type: "Dropout2d" }, n: norm }),
    "dropout-before-batch-norm d",
    ['Move "d" after "n"', 'Remove "d"'],
  ],
  [
    "everything frozen",
    row({ a: linear(64, { frozen: true }), r: relu, b: linear(10, { frozen: true }) }),
    "everything-frozen b",
    ['Set frozen of "b" to false'],
  ],
  [
    "a learning rate of 0 everywhere",
    row({ b: linear(10, { learningRateFactor: 0 }) }),
    "everything-frozen b",
    ['Set learningRateFactor of "b" to 1'],
  ],
  [
    "more outputs than classes",
    row({ a: linear(12) }),
    "more-outputs-than-classes loss",
    ['Set outFeatures of "a" to 10'],
  ],
];
