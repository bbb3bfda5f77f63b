import { t } from "@vscode/l10n";
import { showShape, type GraphType } from "../../tensor/graphType";
import { LayerProblem } from "../LayerProblem";
import { at } from "../../tensor/tensor";
import { expectSequence } from "../functional/expect";
import { rotate, waves } from "../functional/waves";
import { defineLayer, type Weight } from "../layer";
import { choice, integer, number } from "../../parameters/parameter";
import { samePlaces } from "../moves";

/** Encodes the position in a sequence: by fixed waves, learned vectors, or a rotation. */
export const PositionalEncoding = defineLayer({
  type: "PositionalEncoding",
  category: "attention",
  summary: "Encodes each position of a sequence, which attention alone cannot see.",
  keywords: ["position embedding", "RoPE", "rotary", "transformer"],
  reference: {
    formula: String.raw`\theta_{ti} = t \cdot \mathrm{base}^{-2i/E};\quad \text{sinusoidal: } y_{t,2i} = x_{t,2i} + \sin\theta_{ti},\; y_{t,2i+1} = x_{t,2i+1} + \cos\theta_{ti};\quad \text{learned: } y_t = x_t + W_t;\quad \text{rotary: } \begin{pmatrix} y_{t,2i} \\ y_{t,2i+1} \end{pmatrix} = \begin{pmatrix} \cos\theta_{ti} & -\sin\theta_{ti} \\ \sin\theta_{ti} & \cos\theta_{ti} \end{pmatrix} \begin{pmatrix} x_{t,2i} \\ x_{t,2i+1} \end{pmatrix}`,
    gradient: String.raw`\text{sinusoidal, learned: } \partial L/\partial x = \partial L/\partial y,\; \partial L/\partial W_t = \textstyle\sum_n \partial L/\partial y_{nt};\quad \text{rotary: } \partial L/\partial y \text{ turned back by the same angles}`,
    shapes:
      "input [N, T, E], for rotary also [N, heads, T, E] with even E; output the same; weight [maxLength, E] for learned. Rotary turns neighbours (2i, 2i + 1), as its paper does, not halves (i, i + E/2).",
    sources: [
      'A. Vaswani et al., "Attention is all you need" (2017), https://arxiv.org/abs/1706.03762',
      'J. Su et al., "RoFormer: enhanced transformer with rotary position embedding" (2021), https://arxiv.org/abs/2104.09864',
      'J. Gehring et al., "Convolutional sequence to sequence learning" (2017), https://arxiv.org/abs/1705.03122',
    ],
  },
  params: {
    kind: choice(["sinusoidal", "learned", "rotary"], {
      default: "sinusoidal",
      help: "Adds fixed waves, adds learned vectors, or rotates queries and keys.",
    }),
    maxLength: integer({
      default: 512,
      minimum: 1,
      help: "The maximum length of a sequence with learned positions.",
    }),
    base: number({ default: 10_000, above: 0, help: "How much slower the last wave is than the first." }),
  },
  inputs: [{ name: "input", help: "A sequence, time×features; for rotary also heads×time×features." }],
  outputs: [{ name: "output" }],
  infer: ({ params: { kind, maxLength }, input }) => {
    const x = input("input");
    if (kind === "rotary") {
      expectPairs(x);
      return { output: x };
    }
    const [time] = expectSequence(x);
    if (kind === "learned" && time > maxLength) {
      throw new LayerProblem(
        "sequence-too-long",
        t("the sequence has {0} positions, but maxLength is {1}", time, maxLength),
        { param: "maxLength" },
      );
    }
    return { output: x };
  },
  weights: ({ params: { kind, maxLength }, input }): Readonly<Record<string, Weight>> => {
    if (kind !== "learned") return {};
    const [, features] = expectSequence(input("input"));
    // As in BERT and GPT-2; PyTorch has no such layer.
    const init = { kind: "normal", standardDeviation: 0.02 } as const;
    return { weight: { shape: [maxLength, features], init, trainable: true } };
  },
  moves: ({ arriving, made }) => samePlaces(arriving, made),
  lower: ({ b, params: { kind, base }, input, weight }) => {
    const x = input("input");
    const { shape } = x.type;
    const [time, features] = [at(shape, shape.length - 2), at(shape, shape.length - 1)];
    switch (kind) {
      case "learned":
        return {
          output: b.add(x, b.slice(weight("weight"), { starts: [0, 0], ends: [time, features] })),
        };
      case "sinusoidal": {
        const { sin, cos } = waves(b, time, features, base);
        const pairs = b.concat([sin, cos], { axis: 2 });
        const row = b.reshape(pairs, { shape: [time, 2 * Math.ceil(features / 2)] });
        return { output: b.add(x, b.slice(row, { starts: [0, 0], ends: [time, features] })) };
      }
      case "rotary":
        return { output: rotate(b, x, waves(b, time, features, base)) };
    }
  },
});

function expectPairs(x: GraphType): void {
  const { shape } = x;
  if (shape[0] === "N" && (shape.length === 3 || shape.length === 4) && Number(shape.at(-1)) % 2 === 0)
    return;
  throw new LayerProblem(
    "shape-mismatch",
    t(
      "needs time×features or heads×time×features with an even number of features but gets {0}",
      showShape(x),
    ),
    { port: "input" },
  );
}
