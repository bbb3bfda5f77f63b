import type { Reference } from "../../parameters/reference";
import { channelNorm } from "./channelNorm";
import type { ChannelAxes } from "../functional/channels";
import { statisticsParams } from "../functional/runningStatistics";

const params = statisticsParams({
  affine: true,
  trackRunningStats: true,
  help: "Keeps running statistics while training and evaluates with them. A batch of one number for a channel has no variance: it is trained with them as well.",
});

/**
 * A batch normalisation's record, for an input of some axes beside the batch and the channels.
 *
 * Of one value for each channel (one sample of [N, C]) there is no variance: PyTorch refuses to train on it. The batch
 * size being the training's and not the model's, the layer then normalises with its running statistics and leaves them
 * as they are; without any it gives the bias.
 */
export function batchNorm(axes: ChannelAxes) {
  return channelNorm({ params, axes, over: (axis) => axis !== 1 });
}

/** What the reference says of batch normalisation, whatever its axes. */
export const batchNormReference: Omit<Reference, "shapes" | "sources"> = {
  formula: String.raw`y = \gamma\,\frac{x - \mu}{\sqrt{\sigma^2 + \epsilon}} + \beta \quad\text{for each channel};\qquad \text{training: } \mu, \sigma^2 \text{ of the batch}, \quad \hat\mu \leftarrow (1 - m)\,\hat\mu + m\,\mu, \quad \hat\sigma^2 \leftarrow (1 - m)\,\hat\sigma^2 + m\,\tfrac{n}{n-1}\,\sigma^2;\qquad \text{evaluating: } \mu = \hat\mu,\ \sigma^2 = \hat\sigma^2`,
  gradient: String.raw`\text{training: } \frac{\partial L}{\partial x} = \frac{\gamma}{\sqrt{\sigma^2 + \epsilon}}\left(g - \overline{g} - \hat x\,\overline{g \odot \hat x}\right), \quad \hat x = \frac{x - \mu}{\sqrt{\sigma^2 + \epsilon}}, \text{ bars: means over the } n \text{ values of a channel}; \qquad \text{evaluating: } \frac{\gamma\,g}{\sqrt{\hat\sigma^2 + \epsilon}}; \qquad \frac{\partial L}{\partial \gamma} = \sum g \odot \hat x, \quad \frac{\partial L}{\partial \beta} = \sum g`,
};
