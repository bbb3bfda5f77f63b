import { recurrent, recurrentParams } from "./recurrent";
import { runRecurrent } from "./runRecurrent";
import { defineLayer } from "../layer";
import { choice } from "../../parameters/parameter";

const { hiddenSize, ...further } = recurrentParams;

/** Elman (1990). https://pytorch.org/docs/stable/generated/torch.nn.RNN.html, batch first. */
export const RNN = defineLayer({
  type: "RNN",
  category: "recurrent",
  units: "features",
  summary: "Reads a sequence step by step; its state mixes the new step with what came before.",
  keywords: ["recurrent neural network", "Elman"],
  reference: {
    formula: String.raw`h_t = \varphi(W_{ih}\,x_t + b_{ih} + W_{hh}\,h_{t-1} + b_{hh}), \qquad \varphi \in \{\tanh, \mathrm{ReLU}\}`,
    gradient: String.raw`\delta_t = \varphi'(a_t) \odot \left(\frac{\partial L}{\partial h_t} + W_{hh}^\top \delta_{t+1}\right), \quad \frac{\partial L}{\partial x_t} = W_{ih}^\top \delta_t, \quad \frac{\partial L}{\partial W_{ih}} = \sum_t \delta_t x_t^\top, \quad \frac{\partial L}{\partial W_{hh}} = \sum_t \delta_t h_{t-1}^\top, \quad \frac{\partial L}{\partial b} = \sum_t \delta_t`,
    shapes:
      "input [N, T, in], hidden0 [N, H], mask [N, T]; output [N, T, D·H], hidden [N, H]. H: hiddenSize, D: directions; with several layers or directions the states are [N, numLayers·D, H], the directions of a layer side by side. Where mask is 0 the states stay and the output is 0, as with PyTorch's packed sequences; dropout acts between layers while training. With carry, the states before the first step are those after the last step of the batch before.",
    sources: [
      "Elman, Finding structure in time, Cognitive Science 14 (1990), doi:10.1207/s15516709cog1402_1",
      "https://pytorch.org/docs/stable/generated/torch.nn.RNN.html",
    ],
  },
  params: {
    hiddenSize,
    nonlinearity: choice(["tanh", "relu"], {
      default: "tanh",
      help: "The activation applied to the state at each step.",
    }),
    ...further,
  },
  fresh: { hiddenSize: 32 },
  ...recurrent({ cell: "RNN_TANH", saved: 1 }),
  lower: (context) => runRecurrent(context, context.params.nonlinearity === "tanh" ? "RNN_TANH" : "RNN_RELU"),
});
