import { t } from "@vscode/l10n";
import { LayerProblem } from "../LayerProblem";
import { defineLayer } from "../layer";
import { integer } from "../../parameters/parameter";
import { placeNumbers } from "../functional/domains";
import { axesBut, axesOf } from "../moves";

/**
 * https://pytorch.org/docs/stable/generated/torch.nn.Embedding.html; an index outside the table gives NaN, where
 * PyTorch raises an error.
 */
export const Embedding = defineLayer({
  type: "Embedding",
  category: "core",
  units: "features",
  summary: "A table with a learned row for each word or class: looks up the rows with the given indices.",
  keywords: ["embedding", "lookup table", "word vectors"],
  reference: {
    formula: String.raw`y_{n,*} = W_{x_n,*}`,
    gradient: String.raw`\bar W_{i,*} = \sum_{n:\, x_n = i} \bar y_{n,*}, \text{ and } 0 \text{ for } i = \texttt{paddingIdx}. \text{ A number beyond the table gives zeros and no gradient.}`,
    shapes:
      "input [N, *] of whole numbers, weight [numEmbeddings, embeddingDim], output [N, *, embeddingDim]",
    sources: [
      "https://pytorch.org/docs/stable/generated/torch.nn.Embedding.html",
      "Bengio et al., A neural probabilistic language model, JMLR 3 (2003)",
    ],
  },
  params: {
    numEmbeddings: integer({
      minimum: 1,
      help: "Number of rows: the number of words or classes, whose indices count from 0.",
    }),
    embeddingDim: integer({ minimum: 1, help: "Size of a row." }),
    paddingIdx: integer({
      optional: true,
      help: "The row for padding, which starts at 0 and is not trained. Negative numbers count from the end.",
    }),
  },
  fresh: { numEmbeddings: 1000, embeddingDim: 64 },
  inputs: [{ name: "input", dtype: "int32" }],
  outputs: [{ name: "output" }],
  infer: ({ params: { numEmbeddings, embeddingDim, paddingIdx }, input }) => {
    const { shape, classes } = input("input");
    if (classes !== undefined && classes > numEmbeddings) {
      throw new LayerProblem(
        "class-out-of-range",
        t("has {0} rows, but indices go up to {1} − 1: set numEmbeddings to {1}", numEmbeddings, classes),
        { param: "numEmbeddings" },
      );
    }
    if (paddingIdx !== undefined && (paddingIdx < -numEmbeddings || paddingIdx >= numEmbeddings)) {
      throw new LayerProblem(
        "class-out-of-range",
        t("has no row {0}: use 0 to {1}", paddingIdx, numEmbeddings - 1),
        { param: "paddingIdx" },
      );
    }
    return { output: { shape: [...shape, embeddingDim], dtype: "float32" } };
  },
  domains: ({ params: { numEmbeddings } }) => ({ input: placeNumbers(numEmbeddings, "numEmbeddings") }),
  weights: ({ params }) => {
    const padding = paddingRow(params);
    return {
      weight: {
        shape: [params.numEmbeddings, params.embeddingDim],
        init: { kind: "normal", standardDeviation: 1, ...(padding !== undefined && { zeroRow: padding }) },
        trainable: true,
      },
    };
  },
  moves: ({ arriving }) => axesOf([...axesBut(arriving), undefined]),
  lower: ({ b, params, input, weight }) => {
    const indices = input("input");
    const rows = b.gather(weight("weight"), indices, { axis: 0 });
    const padding = paddingRow(params);
    if (padding === undefined) return { output: rows };
    const isPadding = b.equal(
      b.reshape(indices, { shape: [...indices.type.shape, 1] }),
      b.constant({ value: padding, dtype: "int32" }),
    );
    return { output: b.where(isPadding, b.stopGradient(rows), rows) };
  },
});

function paddingRow(params: {
  readonly numEmbeddings: number;
  readonly paddingIdx: number | undefined;
}): number | undefined {
  const { numEmbeddings, paddingIdx } = params;
  return paddingIdx !== undefined && paddingIdx < 0 ? paddingIdx + numEmbeddings : paddingIdx;
}
