import { t } from "@vscode/l10n";
import { showNumber } from "../../../layers/domain";
import { anyNumber } from "../../../layers/range";
import { pathOf } from "../../../tensor/path";
import { bypass } from "../edits";
import { comparingLosses, restricting, sameNumbers } from "../kinds";
import type { Lint } from "../lint";

/** A few targets may lie outside the activation's range, by this fraction of it. */
const slack = 0.05;

/** The activation before the loss cannot reach all of the data's targets. */
export const targetOutOfReach: Lint = {
  code: "target-out-of-reach",
  find: (network) =>
    network.losses.flatMap((loss) => {
      const wire = comparingLosses.has(loss.layer) ? network.wireInto(loss, "input") : undefined;
      const maker = wire && network.maker(wire, sameNumbers);
      const wanted = network.wireInto(loss, "target");
      if (!wire || !maker || !wanted || !restricting.has(maker.node.layer)) return [];
      const target = wanted.from.ranges[wanted.source.port] ?? anyNumber;
      const { node, layer, ranges } = maker.node;
      const given = Object.values(ranges)[0] ?? anyNumber;
      // Only ranges measured from the data are certain.
      if (!target.data?.measured) return [];
      const room = Number.isFinite(given.high - given.low) ? (given.high - given.low) * slack : 0;
      const isBelow = target.low < given.low - room;
      if (!isBelow && target.high <= given.high + room) return [];
      const { data } = target;
      return [
        {
          at: maker.node,
          message: t(
            '{0}: {1} outputs {2}, but the targets at "{3}" ({4}) range from {5} to {6}, so some can never be reached. Remove it, or scale the targets.',
            node.id,
            layer.type,
            showReach(given),
            loss.node.id,
            pathOf(data.node, data.port),
            showNumber(target.low),
            showNumber(target.high),
          ),
          fixes: () =>
            bypass(network, maker.node, maker.alone || wire.from !== maker.node ? undefined : wire),
        },
      ];
    }),
};

function showReach({ low, high }: { readonly low: number; readonly high: number }): string {
  if (!Number.isFinite(high)) return t("numbers of at least {0}", showNumber(low));
  if (!Number.isFinite(low)) return t("numbers of at most {0}", showNumber(high));
  return t("numbers from {0} to {1}", showNumber(low), showNumber(high));
}
