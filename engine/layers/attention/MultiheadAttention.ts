import { t } from "@vscode/l10n";
import { showShape, type GraphType } from "../../tensor/graphType";
import { LayerProblem } from "../LayerProblem";
import type { Builder, Value } from "../../ops/operation";
import { at } from "../../tensor/tensor";
import { attend } from "../functional/attention";
import { expectSequence, sameSizes } from "../functional/expect";
import { linear } from "../../ops/linear";
import { constant, defaultUniform, type Initializer } from "../initializer";
import { defineLayer, type InferContext, type LowerContext } from "../layer";
import { boolean, integer, number, type Parameters } from "../../parameters/parameter";

const params = {
  numHeads: integer({
    minimum: 1,
    help: "Number of attention heads; it must divide the features of query.",
  }),
  bias: boolean({ default: true, help: "Adds learned biases to the projections." }),
  dropout: number({
    default: 0,
    minimum: 0,
    maximum: 1,
    help: "Fraction of the attention weights to drop in training.",
  }),
  causal: boolean({
    default: false,
    help: "Lets each position attend only to itself and earlier ones.",
  }),
};

/**
 * https://pytorch.org/docs/stable/generated/torch.nn.MultiheadAttention.html, batch first; embed_dim, kdim and vdim are
 * inferred from the inputs.
 */
export const MultiheadAttention = defineLayer({
  type: "MultiheadAttention",
  category: "attention",
  units: "features",
  summary: "Several attention heads in parallel: each position gathers what it needs from the others.",
  keywords: ["transformer", "self-attention", "cross-attention", "MHA"],
  reference: {
    formula: String.raw`\mathrm{head}_h = \mathrm{softmax}\!\left(\frac{Q_h K_h^\top}{\sqrt{E/H}}\right) V_h,\quad \mathrm{output} = [\mathrm{head}_1 \mid \dots \mid \mathrm{head}_H]\,W_O^\top + b_O,\quad [Q \mid K \mid V] = [q W_Q^\top \mid k W_K^\top \mid v W_V^\top] + b`,
    gradient: "As ScaledDotProductAttention in each head and Linear before and behind it.",
    shapes:
      "query [N, T, E], key [N, S, K], value [N, S, V]; keyPaddingMask [N, S]; attnMask [T, S] or [N, T, S]; output [N, T, E], weights [N, T, S], the average over the heads. in_proj_weight [3E, E], or q_proj_weight [E, E], k_proj_weight [E, K] and v_proj_weight [E, V] where K or V is not E; in_proj_bias [3E], out_proj.weight [E, E], out_proj.bias [E]. A query that may look at nothing gets out_proj.bias, where PyTorch gives NaN.",
    sources: [
      'A. Vaswani et al., "Attention is all you need" (2017), https://arxiv.org/abs/1706.03762',
      "https://pytorch.org/docs/stable/generated/torch.nn.MultiheadAttention.html",
    ],
  },
  params,
  fresh: { numHeads: 4 },
  inputs: [
    { name: "query", help: "The sequence (time×features) that attends." },
    {
      name: "key",
      optional: true,
      help: "The sequence to attend to. Default: query, which is self-attention.",
    },
    { name: "value", optional: true, help: "The values, one per key. Default: key." },
    {
      name: "keyPaddingMask",
      optional: true,
      dtype: "any",
      help: "One number per key: 0 is attended to, any other number marks padding.",
    },
    {
      name: "attnMask",
      optional: true,
      dtype: "any",
      help: "Queries×keys: 0 where a query may attend, any other number where it may not.",
    },
  ],
  outputs: [
    { name: "output" },
    {
      name: "weights",
      help: "The attention weights of each query over the values, averaged over the heads.",
    },
  ],
  infer: (context) => {
    const { params, inputs } = context;
    const { query, places, embedDim, keys } = sizesOf(context);
    if (embedDim % params.numHeads !== 0) {
      throw new LayerProblem(
        "heads-do-not-divide",
        t("numHeads {0} does not divide {1} features", params.numHeads, embedDim),
        { param: "numHeads" },
      );
    }
    expectMask(inputs.keyPaddingMask?.[0], "keyPaddingMask", [["N", keys]]);
    expectMask(inputs.attnMask?.[0], "attnMask", [
      [places, keys],
      ["N", places, keys],
    ]);
    return { output: query, weights: { shape: ["N", places, keys], dtype: "float32" } };
  },
  weights: (context) => {
    const { embedDim, keyDim, valueDim } = sizesOf(context);
    const matrix = (rows: number, columns: number, init: Initializer) =>
      ({ shape: [rows, columns], init, trainable: true }) as const;
    const projection = (rows: number, columns: number) => matrix(rows, columns, xavier(rows, columns));
    const zeros = (size: number) => ({ shape: [size], init: constant(0), trainable: true }) as const;
    return {
      ...(keyDim === embedDim && valueDim === embedDim
        ? { in_proj_weight: projection(3 * embedDim, embedDim) }
        : {
            q_proj_weight: projection(embedDim, embedDim),
            k_proj_weight: projection(embedDim, keyDim),
            v_proj_weight: projection(embedDim, valueDim),
          }),
      ...(context.params.bias && { in_proj_bias: zeros(3 * embedDim) }),
      "out_proj.weight": matrix(embedDim, embedDim, defaultUniform(embedDim)),
      ...(context.params.bias && { "out_proj.bias": zeros(embedDim) }),
    };
  },
  multiplyAdds: (context) => {
    const { places, embedDim, keys, keyDim, valueDim } = sizesOf(context);
    return (
      2 * places * embedDim * embedDim + keys * embedDim * (keyDim + valueDim) + 2 * places * keys * embedDim
    );
  },
  // The projections split into heads, and the scores before the exponential, after it, and normalised.
  saves: (context) => {
    const { places, embedDim, keys } = sizesOf(context);
    return 2 * (places + 2 * keys) * embedDim + 3 * context.params.numHeads * places * keys;
  },
  lower: (context) => {
    const { b, params, input, weight } = context;
    const { output, weights } = heads(context);
    const [batch, , places, keys] = weights.type.shape as [number, number, number, number];
    const side = b.reshape(b.transpose(output, { permutation: [0, 2, 1, 3] }), {
      shape: input("query").type.shape,
    });
    return {
      output: linear(b, side, weight("out_proj.weight"), params.bias ? weight("out_proj.bias") : undefined),
      weights: b.reshape(b.mul(b.sum(weights, { axes: [1], keepDims: false }), 1 / params.numHeads), {
        shape: [batch, places, keys],
      }),
    };
  },
  attention: (context) => heads(context).weights,
});

/** What each head gathers, [N, heads, T, E / heads], and its weights, [N, heads, T, S]. */
function heads(context: LowerContext<typeof params>): { readonly output: Value; readonly weights: Value } {
  const { b, params, input, inputs, weight } = context;
  const { numHeads } = params;
  const query = input("query");
  const key = inputs.key?.[0] ?? query;
  const value = inputs.value?.[0] ?? key;
  const [batch, places, embedDim] = query.type.shape as [number, number, number];

  const [keyDim, valueDim] = [at(key.type.shape, 2), at(value.type.shape, 2)];
  const shared = keyDim === embedDim && valueDim === embedDim;
  const bias = params.bias ? weight("in_proj_bias") : undefined;
  const rows = (stacked: Value, part: number) => partOf(b, stacked, part, embedDim);
  const project = (x: Value, part: number, name: string) =>
    linear(b, x, shared ? rows(weight("in_proj_weight"), part) : weight(name), bias && rows(bias, part));
  // Self-attention needs only one matrix product.
  const together = shared && query === key && key === value;
  const all = together ? linear(b, query, weight("in_proj_weight"), bias) : undefined;
  const projected = [query, key, value].map((x, part) =>
    inHeads(
      b,
      all
        ? b.slice(all, {
            starts: [0, 0, part * embedDim],
            ends: [batch, places, (part + 1) * embedDim],
          })
        : project(x, part, `${"qkv".charAt(part)}_proj_weight`),
      numHeads,
    ),
  );
  return attend(context, at(projected, 0), at(projected, 1), at(projected, 2), {
    allowed: allowedBy(b, inputs.keyPaddingMask?.[0], inputs.attnMask?.[0]),
    causal: params.causal,
    scale: 1 / Math.sqrt(embedDim / numHeads),
    dropout: params.dropout,
  });
}

/** The sizes of the sequences; throws a LayerProblem if they do not match. */
function sizesOf({ input, inputs }: Pick<InferContext<Parameters>, "input" | "inputs">) {
  const query = input("query");
  const key = inputs.key?.[0] ?? query;
  const value = inputs.value?.[0] ?? key;
  const [places, embedDim] = expectSequence(query, "query");
  const [keys, keyDim] = expectSequence(key, "key");
  const [values, valueDim] = expectSequence(value, "value");
  if (keys !== values) {
    throw new LayerProblem(
      "shape-mismatch",
      t("there are {0} keys and {1} values; each key needs one", keys, values),
      { port: "value" },
    );
  }
  return { query, places, embedDim, keys, keyDim, valueDim };
}

function expectMask(mask: GraphType | undefined, port: string, shapes: readonly GraphType["shape"][]): void {
  if (!mask || shapes.some((shape) => sameSizes(shape, mask.shape))) return;
  throw new LayerProblem(
    "shape-mismatch",
    t(
      "{0} must be {1} but is {2}",
      port,
      showShape({ shape: at(shapes, 0), dtype: mask.dtype }),
      showShape(mask),
    ),
    { port },
  );
}

/** Uniform within ±√(6 / (rows + columns)), PyTorch's default for the projections. Glorot and Bengio (2010). */
function xavier(rows: number, columns: number): Initializer {
  return { kind: "uniform", bound: Math.sqrt(6 / (rows + columns)) };
}

/** One third of a stacked weight [3E, E] or bias [3E]. */
function partOf(b: Builder, stacked: Value, part: number, size: number): Value {
  const { shape } = stacked.type;
  return b.slice(stacked, {
    starts: shape.map((_, axis) => (axis === 0 ? part * size : 0)),
    ends: shape.map((length, axis) => (axis === 0 ? (part + 1) * size : length)),
  });
}

/** [N, time, heads·size] to [N, heads, time, size]. */
function inHeads(b: Builder, x: Value, heads: number): Value {
  const [batch, time, features] = x.type.shape as [number, number, number];
  const split = b.reshape(x, { shape: [batch, time, heads, features / heads] });
  return b.transpose(split, { permutation: [0, 2, 1, 3] });
}

/** 1 unless either mask forbids it, as [N or 1, 1, T or 1, S]. */
function allowedBy(b: Builder, padding: Value | undefined, mask: Value | undefined): Value | undefined {
  const allowed = [padding, mask].flatMap((value, i) => {
    if (!value) return [];
    const { shape } = value.type;
    const [keys, rest] = [at(shape, shape.length - 1), shape.slice(0, -1)];
    const batched = i === 0 || rest.length === 2;
    const [batch, places] = [batched ? at(rest, 0) : 1, i === 0 ? 1 : at(rest, rest.length - 1)];
    const no = b.reshape(b.cast(value, { dtype: "float32" }), { shape: [batch, 1, places, keys] });
    return [b.equal(no, 0)];
  });
  const [first, second] = allowed;
  return first && second ? b.mul(first, second) : first;
}
