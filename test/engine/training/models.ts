/** A document with the given parts. */
export function model(parts: {
  nodes: Record<string, object>;
  edges: string[];
  training?: object;
  blocks?: object;
}): string {
  return JSON.stringify({ netloom: 1, ...parts }, null, 2);
}

/** A small MLP with dropout on two moons; four epochs of ten steps. */
export function moons(training: object = {}, nodes: Record<string, object> = {}): string {
  return model({
    nodes: {
      data: { type: "Dataset", source: "moons", samples: 200 },
      hidden: { type: "Linear", outFeatures: 16 },
      relu: { type: "ReLU" },
      dropout: { type: "Dropout", p: 0.1 },
      logits: { type: "Linear", outFeatures: 2 },
      loss: { type: "CrossEntropyLoss" },
      ...nodes,
    },
    edges: [
      "data.input -> hidden",
      "hidden -> relu",
      "relu -> dropout",
      "dropout -> logits",
      "logits -> loss.input",
      "data.label -> loss.target",
    ],
    training: {
      epochs: 4,
      batchSize: 16,
      optimizer: { type: "Adam", learningRate: 0.01 },
      metrics: ["accuracy"],
      ...training,
    },
  });
}

/** Two moons with shared weights, followers of both kinds, and averages of the weights. */
export function following(training: object = {}): string {
  const norm = { type: "BatchNorm1d" };
  return model({
    nodes: {
      data: { type: "Dataset", source: "moons", samples: 200 },
      hidden: { type: "Linear", outFeatures: 8, bias: false },
      norm,
      relu: { type: "ReLU" },
      middle: { type: "Linear", outFeatures: 8 },
      again: { type: "Linear", outFeatures: 8, weightsOf: "middle" },
      logits: { type: "Linear", outFeatures: 2 },
      loss: { type: "CrossEntropyLoss" },
      slow: { type: "Linear", outFeatures: 8, bias: false, follows: { node: "hidden", rate: 0.1 } },
      slowNorm: { ...norm, follows: { node: "norm", rate: 0.1 } },
      copy: { type: "Linear", outFeatures: 8, follows: { node: "again", every: 3 } },
      near: { type: "MSELoss" },
    },
    edges: [
      "data.input -> hidden",
      "hidden -> norm",
      "norm -> relu",
      "relu -> middle",
      "middle -> again",
      "again -> logits",
      "logits -> loss.input",
      "data.label -> loss.target",
      "data.input -> slow",
      "slow -> slowNorm",
      "slowNorm -> copy",
      "again -> near.input",
      "copy -> near.target",
    ],
    training: {
      epochs: 4,
      batchSize: 48,
      optimizer: { type: "Adam", learningRate: 0.01 },
      ema: 0.9,
      ...training,
    },
  });
}

/** A valid model with more weights than fit into any machine: 40 tensors of nearly the maximum size. */
export function huge(): string {
  const layers = Array.from({ length: 40 }, (_, i) => `layer${i}`);
  const wide = layers.map((id): [string, object] => [id, { type: "Linear", outFeatures: 46_000 }]);
  return model({
    nodes: {
      data: { type: "Dataset", source: "moons", samples: 200 },
      ...Object.fromEntries(wide),
      logits: { type: "Linear", outFeatures: 2 },
      loss: { type: "CrossEntropyLoss" },
    },
    edges: [
      ...["data.input", ...layers].map((id, i) => `${id} -> ${layers[i] ?? "logits"}`),
      "logits -> loss.input",
      "data.label -> loss.target",
    ],
  });
}
