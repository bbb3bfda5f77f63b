import { t } from "@vscode/l10n";
import { sampleSize, showShape, type GraphType } from "../../tensor/graphType";
import { LayerProblem } from "../LayerProblem";
import { at } from "../../tensor/tensor";
import { attend } from "../functional/attention";
import { broadcastTypes } from "../functional/broadcast";
import { expectFeatures, sameSizes } from "../functional/expect";
import { productType } from "../functional/product";
import type { Value } from "../../ops/operation";
import { defineLayer, type LowerContext } from "../layer";
import { boolean, number } from "../../parameters/parameter";

const params = {
  causal: boolean({
    default: false,
    help: "Lets each position attend only to itself and earlier ones.",
  }),
  dropout: number({
    default: 0,
    minimum: 0,
    maximum: 1,
    help: "Fraction of the attention weights to drop in training.",
  }),
  scale: number({ optional: true, help: "Multiplies the scores. Default: 1/√features." }),
};

/**
 * https://pytorch.org/docs/stable/generated/torch.nn.functional.scaled_dot_product_attention.html. PyTorch's attn_mask
 * is split into two inputs: `mask` for booleans, `bias` for numbers.
 */
export const ScaledDotProductAttention = defineLayer({
  type: "ScaledDotProductAttention",
  category: "attention",
  units: "features",
  summary: "Each query takes a weighted average of the values, weighted by how well their keys match it.",
  keywords: ["SDPA", "transformer", "softmax attention"],
  reference: {
    formula: String.raw`W = \mathrm{softmax}(\mathrm{scale} \cdot QK^\top + \mathrm{bias}),\quad \mathrm{output} = WV`,
    gradient: String.raw`\partial L/\partial V = W^\top G,\quad D = W \odot (GV^\top - \mathrm{rowsum}(W \odot GV^\top)),\quad \partial L/\partial Q = \mathrm{scale} \cdot DK,\quad \partial L/\partial K = \mathrm{scale} \cdot D^\top Q,\quad \partial L/\partial\,\mathrm{bias} = D \quad\text{with } G = \partial L/\partial\,\mathrm{output}`,
    shapes:
      "query [N, *, T, E], key [N, *, S, E], value [N, *, S, V]; mask and bias broadcast to [N, *, T, S]; output [N, *, T, V], weights [N, *, T, S]. * is nothing or the heads. Where mask lets a query look at nothing, its weights and output are 0, as in PyTorch since 2.5; before they were NaN.",
    sources: [
      'A. Vaswani et al., "Attention is all you need" (2017), https://arxiv.org/abs/1706.03762',
      "https://pytorch.org/docs/stable/generated/torch.nn.functional.scaled_dot_product_attention.html",
    ],
  },
  params,
  inputs: [
    { name: "query", help: "What attends: time×features, or heads×time×features." },
    { name: "key", help: "What is attended to, with as many features as query." },
    { name: "value", help: "The values, one per key." },
    {
      name: "mask",
      optional: true,
      dtype: "any",
      help: "Where each query may attend: 0 is no, any other number is yes. Broadcasts to queries×keys.",
    },
    {
      name: "bias",
      optional: true,
      help: "Added to the scores before the softmax. Broadcasts to queries×keys.",
    },
  ],
  outputs: [
    { name: "output" },
    { name: "weights", help: "The attention weights of each query over the values; each row adds up to 1." },
  ],
  infer: ({ input, inputs }) => {
    const scores = scoresOf(input("query"), input("key"), input("value"));
    for (const port of ["mask", "bias"]) {
      const given = inputs[port]?.[0];
      if (given && !sameSizes(broadcastTypes(scores, given, port).shape, scores.shape)) {
        throw new LayerProblem(
          "shape-mismatch",
          t("{0} {1} must broadcast to {2}, the queries×keys", port, showShape(given), showShape(scores)),
          { port },
        );
      }
    }
    const plain = { transposeInput: false, transposeOther: false };
    return { output: productType(scores, input("value"), plain, "value"), weights: scores };
  },
  multiplyAdds: ({ input, outputs }) => {
    const scores = outputs.weights ? sampleSize(outputs.weights) : 0;
    return scores * (expectFeatures(input("query")) + expectFeatures(input("value"), "value"));
  },
  // The scores before and after the exponential.
  saves: ({ input }) => 2 * sampleSize(scoresOf(input("query"), input("key"), input("value"))),
  lower: attended,
  attention: (context) => attended(context).weights,
});

function attended(context: LowerContext<typeof params>): { readonly output: Value; readonly weights: Value } {
  const { b, params, input, inputs } = context;
  const mask = inputs.mask?.[0];
  const query = input("query");
  const features = at(query.type.shape, query.type.shape.length - 1);
  return attend(context, query, input("key"), input("value"), {
    allowed: mask && b.cast(mask, { dtype: "float32" }),
    bias: inputs.bias?.[0],
    causal: params.causal,
    scale: params.scale ?? 1 / Math.sqrt(features),
    dropout: params.dropout,
  });
}

/** The scores' type; throws a LayerProblem if query, key and value do not match. */
function scoresOf(query: GraphType, key: GraphType, value: GraphType): GraphType {
  for (const [port, type] of Object.entries({ query, key, value })) {
    if (type.shape[0] === "N" && type.shape.length >= 3 && type.shape.length <= 4) continue;
    throw new LayerProblem(
      "shape-mismatch",
      t("needs time×features or heads×time×features but gets {0}", showShape(type)),
      { port },
    );
  }
  const conflict = (port: string, message: string) => new LayerProblem("shape-mismatch", message, { port });
  const [features, theirs] = [expectFeatures(query), expectFeatures(key)];
  if (features !== theirs) {
    throw conflict(
      "key",
      t("query has {0} features and key has {1}; a Linear can make them equal", features, theirs),
    );
  }
  const [keys, values] = [Number(key.shape.at(-2)), Number(value.shape.at(-2))];
  if (keys !== values)
    throw conflict("value", t("there are {0} keys and {1} values; each key needs one", keys, values));
  return productType(query, key, { transposeInput: false, transposeOther: true }, "key");
}
