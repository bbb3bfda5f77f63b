import { t } from "@vscode/l10n";
import { anyNumber } from "../../../layers/range";
import { classLosses } from "../kinds";
import type { Lint } from "../lint";

/** Data with a single class: any network that always predicts it is right. */
export const oneClass: Lint = {
  code: "one-class",
  find: (network) =>
    network.losses.flatMap((loss) => {
      const wire = classLosses.has(loss.layer) ? network.wireInto(loss, "target") : undefined;
      if (!wire) return [];
      const { low, high, data } = wire.from.ranges[wire.source.port] ?? anyNumber;
      const isOne = loss.inputs.target?.[0]?.classes === 1 || (data?.measured === true && low === high);
      if (!isOne) return [];
      return [
        {
          at: loss,
          port: "target",
          edge: wire.source.edge,
          message: t(
            '{0}: every row of "{1}" has the same class, so there is nothing to learn. Add rows of other classes, or check the label column.',
            loss.node.id,
            data?.node ?? wire.from.node.id,
          ),
        },
      ];
    }),
};
