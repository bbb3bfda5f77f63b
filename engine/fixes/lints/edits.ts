import { t } from "@vscode/l10n";
import { layers } from "../../layers";
import type { SingleEdit } from "../../document/edit";
import { writeEdge } from "../../graph/edgeText";
import type { GraphEdge, Scope } from "../../graph/graph";
import { portOf } from "../../graph/links";
import type { TypedNode } from "../../graph/typedGraph";
import { writtenPort } from "../../graph/writtenPort";
import type { Candidate } from "../fix";
import { insertOn, type NewLayer } from "../insertOn";
import { inBlock, titleInBlock } from "../inBlock";
import { writtenNode } from "../writtenNode";
import { writtenWires, type WrittenEnd, type WrittenWire } from "../writtenWires";
import type { Network, Wire } from "./network";

/** The most wires that one fix rewires. */
const mostWires = 16;

/**
 * Proposes wires that bypass a node with one input, and removing it if it has no other wires. Without `wire`, all wires
 * from it are led past it.
 */
export function bypass(network: Network, node: TypedNode, wire?: Wire): Candidate[] {
  const place = placeOf(network, node);
  if (!place) return [];
  const { id, into, from, block } = place;
  const [only] = wire ? writtenWires(network.typed, wire.to, wire) : [];
  const wires = wire ? from.filter(({ index }) => only?.block === block && only?.index === index) : from;
  if (wires.length === 0 || wires.length > mostWires) return [];
  const edits = wires.map(({ index, to }) => rewire(place, into.from, to, index));
  if (wires.length === from.length)
    return [
      {
        title: titleInBlock(t('Remove "{0}"', id), block),
        edit: { kind: "all", edits: [...edits, { kind: "remove", nodes: [id], ...inBlock(block) }] },
      },
    ];
  return [
    {
      title: titleInBlock(t('Reroute the wire from "{0}" past "{1}"', into.from.node, id), block),
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
  const [first, second] = [placeOf(network, node), placeOf(network, next)];
  const [between, ...others] = first?.from ?? [];
  if (!first || !second || !between || others.length > 0) return [];
  if (first.block !== second.block || between.to.node !== second.id) return [];
  const [end] = second.from;
  if (!end || second.from.length > mostWires) return [];
  return [
    {
      title: titleInBlock(t('Move "{0}" after "{1}"', first.id, second.id), first.block),
      edit: {
        kind: "all",
        edits: [
          rewire(first, first.into.from, between.to, between.index),
          ...second.from.map(({ index, to }) => rewire(first, between.from, to, index)),
          rewire(first, end.from, first.into.to, first.into.index),
        ],
      },
    },
  ];
}

/** A node with one input where it is written, with the wires there. */
interface Place {
  readonly block: string | undefined;
  readonly id: string;
  readonly into: WrittenWire;
  readonly from: readonly Pick<WrittenWire, "index" | "from" | "to">[];
}

/** Undefined for a repeated node, which cannot be changed in one place, and for one without an input. */
function placeOf(network: Network, node: TypedNode): Place | undefined {
  const written = writtenNode(network.typed, node.node);
  const before = network.wireInto(node);
  const [into] = before ? writtenWires(network.typed, node, before) : [];
  if (!written || !into || written.node.repeat !== undefined) return undefined;
  const { block, scope } = written;
  const { id } = written.node;
  const from = scope.edges
    .filter((edge) => edge.from.node === id)
    .map((edge) => ({ index: edge.index, from: leaving(node, edge), to: arriving(scope, edge) }));
  return { block, id, into, from };
}

function leaving({ outputPorts }: TypedNode, { from }: GraphEdge): WrittenEnd {
  const port = portOf(outputPorts, from.port);
  return { node: from.node, port: port && writtenPort(outputPorts, port.name) };
}

/** The end of a wire; a port of a layer is omitted where it can be. */
function arriving({ nodes }: Scope, { to }: GraphEdge): WrittenEnd {
  const ports = layers.get(nodes.get(to.node)?.type ?? "")?.inputs;
  const port = ports && portOf(ports, to.port);
  return { node: to.node, port: port ? writtenPort(ports, port.name) : to.port };
}

/** Puts another wire in the place of one. */
function rewire({ block }: Place, from: WrittenEnd, to: WrittenEnd, replaces: number): SingleEdit {
  return { kind: "connect", edge: writeEdge(from, to), replaces, ...inBlock(block) };
}
