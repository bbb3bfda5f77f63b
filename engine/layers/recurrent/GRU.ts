import { recurrent, recurrentParams } from "./recurrent";
import { runRecurrent } from "./runRecurrent";
import { defineLayer } from "../layer";

/**
 * Cho et al. (2014), arXiv:1406.1078, in PyTorch's variant.
 * https://pytorch.org/docs/stable/generated/torch.nn.GRU.html, batch first.
 */
export const GRU = defineLayer({
  type: "GRU",
  category: "recurrent",
  units: "features",
  summary:
    "Reads a sequence with gates that reset and update its state: similar to an LSTM, with fewer weights.",
  keywords: ["gated recurrent unit"],
  reference: {
    formula: String.raw`\begin{aligned}
r &= \sigma(W_{ir}\,x_t + b_{ir} + W_{hr}\,h_{t-1} + b_{hr}) \\
z &= \sigma(W_{iz}\,x_t + b_{iz} + W_{hz}\,h_{t-1} + b_{hz}) \\
n &= \tanh(W_{in}\,x_t + b_{in} + r \odot (W_{hn}\,h_{t-1} + b_{hn})) \\
h_t &= (1 - z) \odot n + z \odot h_{t-1}
\end{aligned}`,
    gradient: String.raw`\begin{aligned}
\delta_n &= \bar h_t \odot (1 - z) \odot (1 - n^2), \qquad
\delta_z = \bar h_t \odot (h_{t-1} - n) \odot z(1-z), \qquad
\delta_r = \delta_n \odot (W_{hn} h_{t-1} + b_{hn}) \odot r(1-r) \\
\bar x_t &= W_{ih}^\top (\delta_r, \delta_z, \delta_n), \qquad
\bar h_{t-1} \mathrel{+}= z \odot \bar h_t + W_{hh}^\top (\delta_r, \delta_z, r \odot \delta_n)
\end{aligned}`,
    shapes:
      "input [N, T, in], hidden0 [N, H], mask [N, T]; output [N, T, D·H], hidden [N, H]. H: hiddenSize, D: directions; with several layers or directions the states are [N, numLayers·D, H], the directions of a layer side by side. Where mask is 0 the states stay and the output is 0, as with PyTorch's packed sequences; dropout acts between layers while training. With carry, the states before the first step are those after the last step of the batch before.",
    sources: [
      "Cho et al., Learning phrase representations using RNN encoder-decoder (2014), https://arxiv.org/abs/1406.1078",
      "https://pytorch.org/docs/stable/generated/torch.nn.GRU.html",
    ],
  },
  params: recurrentParams,
  fresh: { hiddenSize: 32 },
  // The input's contribution to the three gates, the gates and their gradients.
  ...recurrent({ cell: "GRU", saved: 9 }),
  lower: (context) => runRecurrent(context, "GRU"),
});
