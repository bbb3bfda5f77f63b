import type { Reference } from "../../parameters/reference";
import { channelNorm } from "./channelNorm";
import type { ChannelAxes } from "../functional/channels";
import { statisticsParams } from "../functional/runningStatistics";

const params = statisticsParams({
  affine: true,
  trackRunningStats: true,
  help: "Keeps running statistics in training and evaluates with them. A batch with one value per channel has no variance, so training uses them too.",
});

/**
 * The record of a batch normalisation, for an input with the given axes besides the batch and the channels.
 *
 * A single value per channel (one sample of [N, C]) has no variance, and PyTorch refuses to train on it. Since the
 * batch size is a setting of training and not of the model, the layer then normalises with its running statistics and
 * does not update them; without any, it outputs the bias.
 */
export function batchNorm(axes: ChannelAxes) {
  return channelNorm({ params, axes, over: (axis) => axis !== 1 });
}

/** The reference text shared by batch normalisations. */
export const batchNormReference: Omit<Reference, "shapes" | "sources"> = {
  formula: String.raw`y = \gamma\,\frac{x - \mu}{\sqrt{\sigma^2 + \epsilon}} + \beta \quad\text{for each channel};\qquad \text{training: } \mu, \sigma^2 \text{ of the batch}, \quad \hat\mu \leftarrow (1 - m)\,\hat\mu + m\,\mu, \quad \hat\sigma^2 \leftarrow (1 - m)\,\hat\sigma^2 + m\,\tfrac{n}{n-1}\,\sigma^2;\qquad \text{evaluating: } \mu = \hat\mu,\ \sigma^2 = \hat\sigma^2`,
  gradient: String.raw`\text{training: } \frac{\partial L}{\partial x} = \frac{\gamma}{\sqrt{\sigma^2 + \epsilon}}\left(g - \overline{g} - \hat x\,\overline{g \odot \hat x}\right), \quad \hat x = \frac{x - \mu}{\sqrt{\sigma^2 + \epsilon}}, \text{ bars: means over the } n \text{ values of a channel}; \qquad \text{evaluating: } \frac{\gamma\,g}{\sqrt{\hat\sigma^2 + \epsilon}}; \qquad \frac{\partial L}{\partial \gamma} = \sum g \odot \hat x, \quad \frac{\partial L}{\partial \beta} = \sum g`,
};
