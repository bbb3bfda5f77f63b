import { t } from "@vscode/l10n";
import { writeEdge } from "../../graph/edgeText";
import { newNode } from "../../document/newNode";
import { writtenPort } from "../../graph/writtenPort";
import type { FixRule } from "../fix";

/**
 * For labels that count from 1: subtracts 1 from them before the loss, rather than give the network an output without a
 * class.
 */
export const countFromZero: FixRule = ({ problem, typed, node, wires }) =>
  problem.code !== "shape-mismatch"
    ? []
    : wires
        .filter(({ port, type }) => port === "target" && type.dtype === "int32" && type.lowest === 1)
        .map(({ port, source }) => {
          const taken = new Set(typed.graph.nodes.keys());
          const add = (type: string, params: Readonly<Record<string, unknown>> = {}) => {
            const { id } = newNode(taken, type);
            taken.add(id);
            return { id, type, params };
          };
          const numbers = add("Cast", { dtype: "float32" });
          const one = add("Constant", { value: 1 });
          const less = add("Subtract");
          const labels = add("Cast", { dtype: "int32" });
          const given = writtenPort(typed.nodes.get(source.node)?.outputPorts ?? [], source.port);
          return {
            renumbers: true,
            title: t('Subtract 1 from the labels between "{0}" and "{1}"', source.node, node.node.id),
            edit: {
              kind: "add",
              nodes: [numbers, one, less, labels],
              edges: [
                writeEdge({ node: source.node, port: given }, { node: numbers.id }),
                writeEdge({ node: numbers.id }, { node: less.id, port: "input" }),
                writeEdge({ node: one.id }, { node: less.id, port: "other" }),
                writeEdge({ node: less.id }, { node: labels.id }),
                writeEdge(
                  { node: labels.id },
                  { node: node.node.id, port: writtenPort(node.inputPorts, port) },
                ),
              ],
              replaces: [source.edge],
            },
          };
        });
