import { t } from "@vscode/l10n";
import { editGraph } from "../../../engine/document/editGraph";
import type { SingleEdit } from "../../../engine/document/edit";
import { writeEdge, writeEnd } from "../../../engine/graph/edgeText";
import type { EdgeEnd, GraphEdge } from "../../../engine/graph/graph";
import { infer } from "../../../engine/graph/infer";
import type { Page } from "../../../engine/graph/page";
import { shortened } from "../../../engine/graph/shortened";
import { selectedNodes } from "./canvasState";
import type { Canvas } from "./createCanvas";
import { idInside } from "./frames";
import { removeSelection } from "./gestures";
import { selectedPage } from "./scopes";

/** How many edits one gesture may combine, one of which removes the nodes. */
const mostWires = 199;

/** A wire out of what is removed, and the output that it is to begin at instead. */
interface Join {
  readonly wire: GraphEdge;
  readonly source: EdgeEnd;
}

/**
 * Removes the selected nodes, and joins what leads to the first input of each to all that its first output led to, where
 * types permit, in one edit. What is left unconnected is said.
 */
export function healSelection(canvas: Canvas): void {
  const page = selectedPage(canvas.get());
  const nodes = selectedNodes(canvas.get())
    .map(idInside)
    .filter((id) => page?.scope.nodes.has(id));
  if (!page || nodes.length === 0) {
    removeSelection(canvas);
    return;
  }
  const { joins, lost } = joinsOf(page, new Set(nodes));
  if (joins.length > mostWires) {
    canvas.say(t("More than {0} wires would have to be joined. Select fewer nodes.", mostWires));
    return;
  }
  const fitting = fittingJoins(canvas, page, nodes, joins);
  const open = [...lost, ...joins.filter((join) => !fitting.includes(join)).map(({ wire }) => wire)];
  canvas.edit({ kind: "all", edits: editsFor(page, nodes, fitting) });
  canvas.select([]);
  if (open.length > 0) {
    const ends = [...new Set(open.map(({ to }) => writeEnd(to)))];
    canvas.say(t("Left unconnected, because nothing fits there: {0}.", shortened(ends).join(", ")));
  }
}

/** The wires out of some nodes that can begin elsewhere, and those that cannot, as far as that is known from wires alone. */
function joinsOf(
  { scope, nodes }: Page,
  gone: ReadonlySet<string>,
): { readonly joins: readonly Join[]; readonly lost: readonly GraphEdge[] } {
  const into = new Map<string, GraphEdge>();
  for (const wire of scope.edges) {
    const first = nodes.get(wire.to.node)?.inputPorts[0]?.name;
    const isFirst = first === undefined || (wire.to.port ?? first) === first;
    if (gone.has(wire.to.node) && isFirst && !into.has(wire.to.node)) into.set(wire.to.node, wire);
  }
  const isFirstOutput = ({ node, port }: EdgeEnd) =>
    port === undefined || nodes.get(node)?.outputPorts[0]?.name === port;
  const sourceOf = (start: EdgeEnd): EdgeEnd | undefined => {
    let from: EdgeEnd | undefined = start;
    for (let steps = 0; from && gone.has(from.node); steps++) {
      // They may be in a circle.
      if (!isFirstOutput(from) || steps > gone.size) return undefined;
      from = into.get(from.node)?.from;
    }
    return from;
  };
  const joins: Join[] = [];
  const lost: GraphEdge[] = [];
  for (const wire of scope.edges) {
    if (!gone.has(wire.from.node) || gone.has(wire.to.node)) continue;
    const source = sourceOf(wire.from);
    if (source) joins.push({ wire, source });
    else lost.push(wire);
  }
  return { joins, lost };
}

/** The joins that make nothing wrong; only those whose types differ have to be tried. */
function fittingJoins(
  canvas: Canvas,
  page: Page,
  nodes: readonly string[],
  joins: readonly Join[],
): readonly Join[] {
  const typeAt = ({ node, port }: EdgeEnd) => {
    const shown = page.nodes.get(node);
    const type = shown?.outputs[port ?? shown.outputPorts[0]?.name ?? ""];
    return type && JSON.stringify([type.shape, type.dtype]);
  };
  const isSame = ({ wire, source }: Join) => {
    const [before, after] = [typeAt(wire.from), typeAt(source)];
    return before === undefined || after === undefined || before === after;
  };
  const fitting = joins.filter(isSame);
  const others = joins.filter((join) => !isSame(join));
  if (others.length === 0) return fitting;
  const faults = (some: readonly Join[]) => {
    const edits = editsFor(page, nodes, some);
    const graph = editGraph(page.typed.graph, { kind: "all", edits });
    const found = graph ? infer(graph, canvas.get().facts).problems : [];
    return found.filter(({ severity, code }) => severity === "error" && code !== "missing-input").length;
  };
  const least = faults(fitting);
  if (faults([...fitting, ...others]) <= least) return joins;
  return [...fitting, ...others.filter((join) => faults([...fitting, join]) <= least)];
}

function editsFor({ block }: Page, nodes: readonly string[], joins: readonly Join[]): SingleEdit[] {
  const inBlock = block ? { block: block.name } : {};
  return [
    ...joins.map(({ wire: { index, to }, source }) => ({
      kind: "connect" as const,
      edge: writeEdge(source, to),
      replaces: index,
      ...inBlock,
    })),
    { kind: "remove", nodes, ...inBlock },
  ];
}
