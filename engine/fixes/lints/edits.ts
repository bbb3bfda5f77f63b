import { t } from "@vscode/l10n";
import { writeEdge } from "../../graph/edgeText";
import type { SingleEdit } from "../../document/edit";
import type { Candidate } from "../fix";
import { insertOn, type NewLayer } from "../insertOn";
import type { TypedNode } from "../../graph/typedGraph";
import { writtenPort } from "../../graph/writtenPort";
import type { Network, Wire } from "./network";

/** The most wires that one fix rewires. */
const mostWires = 16;

/** Proposes wires that bypass a node with one input, and removing it if it has no other wires. */
export function bypass(network: Network, node: TypedNode, wires = network.wiresFrom(node)): Candidate[] {
  const before = network.wireInto(node);
  if (!before || wires.length === 0 || wires.length > mostWires) return [];
  const edits = wires.map((wire) => rewire(before, wire));
  const { id } = node.node;
  if (wires.length === network.wiresFrom(node).length)
    return [
      {
        title: t('Remove "{0}"', id),
        edit: { kind: "all", edits: [...edits, { kind: "remove", nodes: [id] }] },
      },
    ];
  return [
    {
      title: t('Reroute the wire from "{0}" past "{1}"', before.source.node, id),
      edit: { kind: "all", edits },
    },
  ];
}

/** Proposes inserting layers into a wire. */
export function insertBefore({ typed }: Network, { to, port, source }: Wire, row: readonly NewLayer[]) {
  return insertOn({ typed, node: to }, { port, source }, row);
}

/** Proposes moving a node with one input behind the next one. */
export function moveBehind(network: Network, node: TypedNode, next: TypedNode): Candidate[] {
  const before = network.wireInto(node);
  const [between, ...others] = network.wiresFrom(node);
  const behind = network.wiresFrom(next);
  const [first] = behind;
  if (!before || !between || !first || others.length > 0 || behind.length > mostWires) return [];
  return [
    {
      title: t('Move "{0}" after "{1}"', node.node.id, next.node.id),
      edit: {
        kind: "all",
        edits: [
          rewire(before, between),
          ...behind.map((wire) => rewire(between, wire)),
          rewire(first, before),
        ],
      },
    },
  ];
}

/** Moves the beginning of one wire to that of another. */
function rewire({ from, source }: Wire, { to, port, source: { edge } }: Wire): SingleEdit {
  return {
    kind: "connect",
    edge: writeEdge(
      { node: source.node, port: writtenPort(from.outputPorts, source.port) },
      { node: to.node.id, port: writtenPort(to.inputPorts, port) },
    ),
    replaces: edge,
  };
}
