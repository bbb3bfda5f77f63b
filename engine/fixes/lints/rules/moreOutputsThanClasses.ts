import { t } from "@vscode/l10n";
import { setParam } from "../../setParam";
import { upstreamWith } from "../../upstreamWith";
import { axisSize } from "../axisSize";
import { classLosses } from "../kinds";
import type { Lint } from "../lint";

/** Scores for classes that the data do not have; with too few scores, the loss does not fit. */
export const moreOutputsThanClasses: Lint = {
  code: "more-outputs-than-classes",
  find: (network) =>
    network.losses.flatMap((loss) => {
      const wire = classLosses.has(loss.layer) ? network.wireInto(loss, "input") : undefined;
      const classes = loss.inputs.target?.[0]?.classes;
      const outputs = axisSize(loss);
      if (!wire || classes === undefined || classes < 2 || outputs === undefined || outputs <= classes)
        return [];
      return [
        {
          at: loss,
          port: "input",
          edge: wire.source.edge,
          message: t(
            "{0}: it gets scores for {1} classes, but the data have {2}; the others are never correct. Give the layer before it {2} outputs.",
            loss.node.id,
            outputs,
            classes,
          ),
          fixes: () =>
            ["outFeatures", "outChannels"].flatMap((param) =>
              upstreamWith(network.typed, wire.source, param)
                .filter(({ params }) => params?.[param] === outputs)
                .slice(0, 1)
                .flatMap((layer) => setParam(network.typed, layer, param, classes)),
            ),
        },
      ];
    }),
};
