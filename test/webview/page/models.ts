/** A convolutional network without a layout, which the canvas lays out. */
export const cnn = `{
  "netloom": 1,
  "nodes": {
    "digits": { "type": "Dataset", "source": "digits" },
    "conv": { "type": "Conv2d", "outChannels": 16, "kernelSize": 3, "padding": 1 },
    "relu": { "type": "ReLU" },
    "pool": { "type": "MaxPool2d", "kernelSize": 2 },
    "flatten": { "type": "Flatten" },
    "logits": { "type": "Linear", "outFeatures": 10 },
    "loss": { "type": "CrossEntropyLoss" }
  },
  "edges": [
    "digits.image -> conv",
    "conv -> relu",
    "relu -> pool",
    "pool -> flatten",
    "flatten -> logits",
    "logits -> loss.input",
    "digits.label -> loss.target"
  ],
  "training": {
    "epochs": 5, "batchSize": 64, "seed": 1,
    "optimizer": { "type": "Adam", "learningRate": 0.001 },
    "metrics": ["accuracy"]
  },
  "layout": {
    "digits": [0, 0],
    "conv": [300, 0],
    "relu": [600, 6],
    "pool": [760, 6],
    "flatten": [300, 200],
    "logits": [460, 190],
    "loss": [680, 160]
  }
}
`;

/** Layers with optional ports. */
export const optional = `{
  "netloom": 1,
  "nodes": {
    "image": { "type": "Input", "shape": [3, 8, 8] },
    "pool": { "type": "MaxPool2d", "kernelSize": 2 },
    "unpool": { "type": "MaxUnpool2d", "kernelSize": 2 },
    "sequence": { "type": "Input", "shape": [12, 8] },
    "state": { "type": "Input", "shape": [32] },
    "lstm": { "type": "LSTM", "hiddenSize": 32 },
    "gru": { "type": "GRU", "hiddenSize": 32 }
  },
  "edges": ["image -> pool", "pool -> unpool.input", "sequence -> lstm.input", "sequence -> gru.input"],
  "layout": {
    "image": [0, 0],
    "pool": [240, 6],
    "unpool": [460, 0],
    "sequence": [0, 160],
    "state": [0, 280],
    "lstm": [240, 160],
    "gru": [480, 160]
  }
}
`;

/** A network of many layers in rows, to check performance. */
export function deep(layers: number): string {
  const nodes = ['"input": { "type": "Input", "shape": [64] }'];
  const edges: string[] = [];
  const layout = ['"input": [0, -120]'];
  for (let layer = 0; layer < layers; layer++) {
    const id = `layer${layer}`;
    nodes.push(
      layer % 2 ? `"${id}": { "type": "ReLU" }` : `"${id}": { "type": "Linear", "outFeatures": 64 }`,
    );
    edges.push(`"${layer === 0 ? "input" : `layer${layer - 1}`} -> ${id}"`);
    layout.push(`"${id}": [${(layer % 10) * 210}, ${Math.floor(layer / 10) * 130}]`);
  }
  return `{
  "netloom": 1,
  "nodes": {\n    ${nodes.join(",\n    ")}\n  },
  "edges": [\n    ${edges.join(",\n    ")}\n  ],
  "layout": {\n    ${layout.join(",\n    ")}\n  }
}
`;
}

/** A Multiply that has one wire and takes more. */
export const product = `{
  "netloom": 1,
  "nodes": {
    "moons": { "type": "Dataset", "source": "moons" },
    "scores": { "type": "Linear", "outFeatures": 2 },
    "product": { "type": "Multiply" },
    "loss": { "type": "CrossEntropyLoss" }
  },
  "edges": [
    "moons.input -> scores",
    "scores -> product",
    "product -> loss.input",
    "moons.label -> loss.target"
  ],
  "layout": { "moons": [0, 0], "scores": [280, 0], "product": [520, 0], "loss": [760, 60] }
}
`;

/** Instances of a block: one repeated, one with a parameter, whose residual wire is missing. */
export const blocks = `{
  "netloom": 1,
  "blocks": {
    "Residual": {
      "parameters": { "channels": 8, "stride": 1 },
      "inputs": ["input"],
      "outputs": ["output"],
      "nodes": {
        "conv": { "type": "Conv2d", "outChannels": "$channels", "kernelSize": 3, "stride": "$stride", "padding": 1 },
        "norm": { "type": "BatchNorm2d" },
        "relu": { "type": "ReLU" },
        "sum": { "type": "Add" }
      },
      "edges": ["input -> conv", "conv -> norm", "norm -> relu", "relu -> sum", "sum -> output"],
      "layout": { "conv": [0, 0], "norm": [320, 0], "relu": [560, 6], "sum": [720, 6] }
    }
  },
  "nodes": {
    "digits": { "type": "Dataset", "source": "digits" },
    "stem": { "type": "Conv2d", "outChannels": 8, "kernelSize": 3, "padding": 1 },
    "wide": { "type": "Conv2d", "outChannels": 16, "kernelSize": 3, "padding": 1 },
    "stage": { "type": "Residual", "repeat": 3 },
    "other": { "type": "Residual" },
    "relus": { "type": "ReLU", "repeat": 2 },
    "flatten": { "type": "Flatten" },
    "logits": { "type": "Linear", "outFeatures": 10 },
    "loss": { "type": "CrossEntropyLoss" }
  },
  "edges": [
    "digits.image -> stem",
    "digits.image -> wide",
    "stem -> stage",
    "stage -> relus",
    "relus -> flatten",
    "flatten -> logits",
    "logits -> loss.input",
    "digits.label -> loss.target"
  ],
  "layout": {
    "digits": [0, 0],
    "stem": [300, 0],
    "wide": [300, 140],
    "stage": [560, 0],
    "other": [560, 140],
    "relus": [820, 6],
    "flatten": [300, 280],
    "logits": [460, 270],
    "loss": [680, 250]
  }
}
`;
