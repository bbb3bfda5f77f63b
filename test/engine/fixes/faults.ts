/** Nodes and wires of a document in which something does not fit. */
export interface Broken {
  readonly nodes: Readonly<Record<string, object>>;
  readonly edges: readonly string[];
}

export const digits = { type: "Dataset", source: "digits" };
export const image = { type: "Input", shape: [3, 8, 8] };
export const sequence = { type: "Input", shape: [5, 7] };
export const linear = (outFeatures: number) => ({ type: "Linear", outFeatures });
export const conv = (outChannels: number, more = {}) => ({ type: "Conv2d", outChannels, ...more });

/** What is wrong, and the titles of fixes that must be among those offered. */
export const faults: Record<string, Broken & { readonly fixes: readonly string[] }> = {
  "an image at a head": {
    nodes: { digits, logits: linear(10), loss: { type: "CrossEntropyLoss" } },
    edges: ["digits.image -> logits", "logits -> loss.input", "digits.label -> loss.target"],
    fixes: ['Insert Flatten between "digits" and "logits"', 'Insert Flatten between "logits" and "loss"'],
  },
  "branches whose images differ": {
    nodes: { image, a: conv(4), b: conv(4, { padding: 1 }), sum: { type: "Add" } },
    edges: ["image -> a", "image -> b", "a -> sum", "b -> sum"],
    fixes: ['Set padding of "a" to 1', 'Set padding of "b" to 0'],
  },
  "branches whose channels differ": {
    nodes: { image, a: conv(4), b: conv(6), sum: { type: "Add" } },
    edges: ["image -> a", "image -> b", "a -> sum", "b -> sum"],
    fixes: [
      'Set outChannels of "a" to 6',
      'Set outChannels of "b" to 4',
      'Insert Conv2d (outChannels 6, kernelSize 1) between "a" and "sum"',
    ],
  },
  "a shortcut past a stride": {
    nodes: { image, a: conv(4, { stride: 2, padding: 1 }), sum: { type: "Add" } },
    edges: ["image -> a", "image -> sum", "a -> sum"],
    fixes: ['Insert Conv2d (outChannels 4, kernelSize 1, stride 2) between "image" and "sum"'],
  },
  "branches whose channels and images differ": {
    nodes: { image, a: conv(4), b: conv(6, { padding: 1 }), sum: { type: "Add" } },
    edges: ["image -> a", "image -> b", "a -> sum", "b -> sum"],
    fixes: ['Set outChannels of "a" to 6. Then: Set padding of "a" to 1'],
  },
  "features that differ": {
    nodes: { x: { type: "Input", shape: [5] }, a: linear(3), sum: { type: "Add" } },
    edges: ["x -> a", "x -> sum", "a -> sum"],
    fixes: ['Set outFeatures of "a" to 5', 'Insert Linear (outFeatures 3) between "x" and "sum"'],
  },
  "a prediction unlike its target": {
    nodes: {
      x: { type: "Input", shape: [5] },
      y: { type: "Input", shape: [2] },
      a: linear(3),
      relu: { type: "ReLU" },
      loss: { type: "MSELoss" },
    },
    edges: ["x -> a", "a -> relu", "relu -> loss.input", "y -> loss.target"],
    fixes: ['Set outFeatures of "a" to 2', 'Insert Linear (outFeatures 2) between "relu" and "loss"'],
  },
  "a window larger than the image": {
    nodes: { image, pool: { type: "MaxPool2d", kernelSize: 4 }, a: conv(4) },
    edges: ["image -> pool", "pool -> a"],
    fixes: ['Set padding of "a" to 1', 'Set kernelSize of "a" to 2'],
  },
  "groups that do not divide": {
    nodes: { image, a: conv(4, { groups: 2 }) },
    edges: ["image -> a"],
    fixes: ['Set groups of "a" to 1'],
  },
  "padding same with a stride": {
    nodes: { image, a: conv(4, { stride: 2, padding: "same" }) },
    edges: ["image -> a"],
    fixes: ['Set padding of "a" to 1', 'Set stride of "a" to 1'],
  },
  "an axis that is not there": {
    nodes: { sequence, soft: { type: "Softmax", dim: 4 } },
    edges: ["sequence -> soft"],
    fixes: ['Set dim of "soft" to -1'],
  },
  "a series at a recurrent layer": {
    nodes: { x: { type: "Input", shape: [12] }, gru: { type: "GRU", hiddenSize: 4 } },
    edges: ["x -> gru"],
    fixes: ['Insert Reshape (shape [12, 1]) between "x" and "gru"'],
  },
  "a grey image without its channel": {
    nodes: { x: { type: "Input", shape: [8, 8] }, a: conv(4) },
    edges: ["x -> a"],
    fixes: ['Insert Reshape (shape [1, 8, 8]) between "x" and "a"'],
  },
  "fewer scores than the labels have classes": {
    nodes: { digits, flat: { type: "Flatten" }, logits: linear(5), loss: { type: "CrossEntropyLoss" } },
    edges: ["digits.image -> flat", "flat -> logits", "logits -> loss.input", "digits.label -> loss.target"],
    fixes: ['Set outFeatures of "logits" to 10'],
  },
  "scores whose classes are on the last axis": {
    nodes: {
      x: sequence,
      y: { type: "Input", shape: [5], dtype: "int32" },
      scores: linear(4),
      loss: { type: "CrossEntropyLoss" },
    },
    edges: ["x -> scores", "scores -> loss.input", "y -> loss.target"],
    fixes: ['Set dim of "loss" to -1', 'Insert Permute (dims [0, 2, 1]) between "scores" and "loss"'],
  },
  "labels at a layer of real numbers": {
    nodes: { digits, head: linear(3) },
    edges: ["digits.label -> head"],
    fixes: [
      'Insert OneHot (numClasses 10) between "digits" and "head"',
      'Insert Embedding (numEmbeddings 10, embeddingDim 16) between "digits" and "head"',
    ],
  },
  "heads that do not divide the features": {
    nodes: { sequence, attention: { type: "MultiheadAttention", numHeads: 4 } },
    edges: ["sequence -> attention.query"],
    fixes: ['Set numHeads of "attention" to 1'],
  },
  "a target of real numbers at a loss of classes": {
    nodes: {
      x: { type: "Input", shape: [5] },
      y: { type: "Input", shape: [3] },
      a: linear(3),
      loss: { type: "CrossEntropyLoss" },
    },
    edges: ["x -> a", "a -> loss.input", "y -> loss.target"],
    fixes: ['Set type of "loss" to "MSELoss"'],
  },
};
