/** A residual block with parameters, as a person would write it. */
export const residual = `"Residual": {
      "parameters": { "channels": 8, "stride": 1 },
      "inputs": ["input"],
      "outputs": ["output"],
      "nodes": {
        "conv": { "type": "Conv2d", "outChannels": "$channels", "kernelSize": 3, "stride": "$stride", "padding": 1 },
        "drop": { "type": "Dropout", "p": 0.25 },
        "relu": { "type": "ReLU" },
        "sum": { "type": "Add" }
      },
      "edges": ["input -> conv", "conv -> drop", "drop -> relu", "relu -> sum", "input -> sum", "sum -> output"]
    }`;

/** A document of blocks, nodes and edges written as lines. */
export function blocksOf(blocks: string, nodes: string, edges: readonly string[], more = ""): string {
  return `{ "netloom": 1, "blocks": { ${blocks} }, "nodes": { ${nodes} }, "edges": ${JSON.stringify(edges)}${more} }`;
}

/** A network for 8 × 8 images with some nodes in the middle. */
export function imageModel(blocks: string, nodes: string, edges: readonly string[]): string {
  return blocksOf(
    blocks,
    `"digits": { "type": "Dataset", "source": "digits" },
     "stem": { "type": "Conv2d", "outChannels": 8, "kernelSize": 3, "stride": 4 },
     ${nodes},
     "flatten": { "type": "Flatten" },
     "head": { "type": "Linear", "outFeatures": 10 },
     "loss": { "type": "CrossEntropyLoss" }`,
    [
      "digits.image -> stem",
      ...edges,
      "flatten -> head",
      "head -> loss.input",
      "digits.label -> loss.target",
    ],
    ', "training": { "batchSize": 8, "epochs": 1 }',
  );
}
