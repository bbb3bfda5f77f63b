import { recurrent, recurrentParams } from "./recurrent";
import { runRecurrent } from "./runRecurrent";
import { defineLayer } from "../layer";

/**
 * Hochreiter and Schmidhuber (1997), with forget gates (Gers et al. 2000).
 * https://pytorch.org/docs/stable/generated/torch.nn.LSTM.html, batch first.
 */
export const LSTM = defineLayer({
  type: "LSTM",
  category: "recurrent",
  units: "features",
  summary:
    "Reads a sequence with a memory cell whose gates control writing, keeping and reading, so that it can remember for long.",
  keywords: ["long short-term memory"],
  reference: {
    formula: String.raw`\begin{aligned}
(i, f, g, o) &= (\sigma, \sigma, \tanh, \sigma)\left(W_{ih}\,x_t + b_{ih} + W_{hh}\,h_{t-1} + b_{hh}\right) \\
c_t &= f \odot c_{t-1} + i \odot g \\
h_t &= o \odot \tanh(c_t)
\end{aligned}`,
    gradient: String.raw`\begin{aligned}
\bar c_t &= \bar h_t \odot o \odot (1 - \tanh^2 c_t) + \bar c_{t+1} \odot f_{t+1} \\
\delta_t &= \left(\bar c_t \odot g \odot i(1-i),\; \bar c_t \odot c_{t-1} \odot f(1-f),\; \bar c_t \odot i \odot (1-g^2),\; \bar h_t \odot \tanh c_t \odot o(1-o)\right) \\
\bar x_t &= W_{ih}^\top \delta_t, \quad \bar h_{t-1} \mathrel{+}= W_{hh}^\top \delta_t, \quad \bar W_{ih} = \sum_t \delta_t x_t^\top, \quad \bar W_{hh} = \sum_t \delta_t h_{t-1}^\top, \quad \bar b = \sum_t \delta_t
\end{aligned}`,
    shapes:
      "input [N, T, in], hidden0 and cell0 [N, H], mask [N, T]; output [N, T, D·H], hidden and cell [N, H]. H: hiddenSize, D: directions; with several layers or directions the states are [N, numLayers·D, H], the directions of a layer side by side. Where mask is 0 the states stay and the output is 0, as with PyTorch's packed sequences; dropout acts between layers while training. With carry, the states before the first step are those after the last step of the batch before.",
    sources: [
      "Hochreiter and Schmidhuber, Long short-term memory, Neural Computation 9 (1997), doi:10.1162/neco.1997.9.8.1735",
      "Gers, Schmidhuber and Cummins, Learning to forget, Neural Computation 12 (2000), doi:10.1162/089976600300015015",
      "https://pytorch.org/docs/stable/generated/torch.nn.LSTM.html",
    ],
  },
  params: recurrentParams,
  fresh: { hiddenSize: 32 },
  // The input's contribution to the four gates, the gates and their gradients.
  ...recurrent({ cell: "LSTM", saved: 12 }),
  lower: (context) => runRecurrent(context, "LSTM"),
});
