import { t } from "@vscode/l10n";
import { writeEdge } from "../../graph/edgeText";
import type { Candidate, FixRule } from "../fix";
import { inBlock, titleInBlock } from "../inBlock";
import { newNodes } from "../insertOn";
import { writtenWires, type WrittenWire } from "../writtenWires";

/**
 * For labels that count from 1: subtracts 1 from them before the loss, rather than give the network an output without a
 * class.
 */
export const countFromZero: FixRule = ({ problem, typed, node, wires }) =>
  problem.code !== "shape-mismatch"
    ? []
    : wires
        .filter(({ port, type }) => port === "target" && type.dtype === "int32" && type.lowest === 1)
        .flatMap((wire) => writtenWires(typed, node, wire).slice(0, 1).map(subtractOne));

function subtractOne(wire: WrittenWire): Candidate {
  const { block, index, from, to } = wire;
  const add = newNodes(wire);
  const numbers = add("Cast", { dtype: "float32" });
  const one = add("Constant", { value: 1 });
  const less = add("Subtract");
  const labels = add("Cast", { dtype: "int32" });
  return {
    renumbers: true,
    title: titleInBlock(t('Subtract 1 from the labels between "{0}" and "{1}"', from.node, to.node), block),
    edit: {
      kind: "add",
      nodes: [numbers, one, less, labels],
      edges: [
        writeEdge(from, { node: numbers.id }),
        writeEdge({ node: numbers.id }, { node: less.id, port: "input" }),
        writeEdge({ node: one.id }, { node: less.id, port: "other" }),
        writeEdge({ node: less.id }, { node: labels.id }),
        writeEdge({ node: labels.id }, to),
      ],
      replaces: [index],
      ...inBlock(block),
    },
  };
}
