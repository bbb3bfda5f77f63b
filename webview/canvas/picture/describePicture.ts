import { t } from "@vscode/l10n";
import { formatCount } from "../../../engine/run/format";
import type { Page } from "../../../engine/graph/page";

/** The most nodes that are named. */
const most = 60;

/** What a page shows, in words, for those who do not see the picture. */
export function describePicture({ scope, nodes, block }: Page): string {
  const own = [...scope.nodes.values()];
  const parameters = own.reduce((sum, { id }) => sum + (nodes.get(id)?.parameterCount ?? 0), 0);
  const named = own.slice(0, most).map(({ id, type }) => `${id} (${type})`);
  const list = named.join(", ") + (own.length > most ? ", …" : "");
  const [count, wires] = [formatCount(own.length), formatCount(scope.edges.length)];
  const cost = formatCount(parameters);
  return block === undefined
    ? t(
        "Diagram of a neural network with {0} nodes, {1} wires and {2} parameters: {3}",
        count,
        wires,
        cost,
        list,
      )
    : t(
        "Diagram of the block {0} with {1} nodes, {2} wires and {3} parameters: {4}",
        block.name,
        count,
        wires,
        cost,
        list,
      );
}
