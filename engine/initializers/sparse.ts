import { number } from "../parameters/parameter";
import { at, sizeOf } from "../tensor/tensor";
import { defineInitializer } from "./rule";

/** Martens, “Deep learning via Hessian-free optimization” (2010). Axes after the first are flattened into one. */
export const sparse = defineInitializer({
  type: "sparse",
  summary: "Normal, with a fraction of zeros in each column, so that a neuron gets few inputs.",
  params: {
    sparsity: number({ default: 0.1, minimum: 0, maximum: 1, help: "The fraction of zeros in each column." }),
    std: number({ default: 0.01, minimum: 0, help: "The standard deviation of the other values." }),
  },
  axes: 2,
  reference: {
    formula: String.raw`w_{ij} \sim \mathcal{N}(0, \mathrm{std}^2), \quad \lceil \mathrm{sparsity} \cdot \mathrm{rows} \rceil \text{ of each column are } 0`,
    sources: [
      "https://pytorch.org/docs/stable/nn.init.html#torch.nn.init.sparse_",
      "https://www.cs.toronto.edu/~jmartens/docs/Deep_HessianFree.pdf",
    ],
  },
  // One random float64 per zero.
  scratch: 8,
  sample: ({ params: { sparsity, std }, shape, draws, values }) => {
    const rows = shape[0] ?? 1;
    const columns = sizeOf(shape) / rows;
    const zeros = Math.ceil(sparsity * rows);
    draws.normal(values, (z) => z * std);
    const chances = draws.uniform(new Float64Array(zeros * columns), undefined, 1);
    for (let column = 0; column < columns; column++) {
      // The first steps of a Fisher–Yates shuffle choose the rows.
      const order = Array.from({ length: rows }, (_, row) => row);
      for (let i = 0; i < zeros; i++) {
        const other = i + Math.floor((chances[column * zeros + i] ?? 0) * (rows - i));
        const row = at(order, other);
        order[other] = at(order, i);
        values[row * columns + column] = 0;
      }
    }
  },
});
