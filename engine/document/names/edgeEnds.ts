import { writeEnd } from "../../graph/edgeText";
import type { PageNode } from "../../graph/page";
import { writtenPort } from "../../graph/writtenPort";
import { showShape } from "../../tensor/graphType";
import type { Draft } from "./Draft";
import { comma, inPlace } from "./insertions";
import type { Proposal } from "./Proposal";
import type { Place } from "./placeAt";
import { wordAround } from "./wordAround";

/** Where a wire may begin or end, whichever the cursor is at: nodes, their ports, and in a block its own. */
export function edgeEnds(draft: Draft, place: Place, block: string | undefined): Proposal[] {
  const page = draft.page(block);
  // A page that is not a block's has its nodes in the order of inference.
  const ids = page.block ? [...page.nodes.keys()] : [...page.scope.nodes.keys()];
  const nodes = ids.flatMap((id) => page.nodes.get(id) ?? []);
  if (!place.string)
    return endsOf(nodes, "from").map(({ text, detail }) =>
      inPlace(
        place,
        { label: text, kind: "node", detail, continues: true },
        { before: `"${text} -> `, field: "", after: `"${comma(place)}` },
      ),
    );
  const { text, offset } = place.string;
  const cursor = place.cursor - offset;
  const arrow = text.slice(0, cursor).lastIndexOf("->");
  const isFrom = arrow < 0;
  const { start, end } = wordAround(text, cursor, /[\w.]/);
  const range = { offset: offset + start, length: end - start };
  const before = text.slice(start, cursor);
  // Something else is written before.
  if (text.slice(isFrom ? 0 : arrow + 2, start).trim() !== "") return [];
  const dot = before.indexOf(".");
  const node = dot < 0 ? undefined : before.slice(0, dot);
  const source = isFrom ? undefined : /\w+/.exec(text)?.[0];
  // What begins a wire that has no arrow yet leads on to its end.
  const isAlone = isFrom && !text.slice(cursor).includes("->");
  return endsOf(nodes, isFrom ? "from" : "to", node)
    .filter((end) => end.node !== source)
    .map(({ text: written, detail, port }) => ({
      label: written,
      kind: port === undefined ? "node" : "port",
      detail,
      range,
      filter: written,
      insert: { before: isAlone ? `${written} -> ` : written },
      continues: isAlone,
    }));
}

interface End {
  readonly text: string;
  readonly node: string;
  readonly port: string | undefined;
  readonly detail: string;
}

/** The ends on one side, unconnected inputs first; of a single node, each with its port. */
function endsOf(nodes: readonly PageNode[], side: "from" | "to", only?: string): End[] {
  const open: End[] = [];
  const connected: End[] = [];
  for (const shown of nodes) {
    const { id } = shown.node;
    if (only !== undefined && id !== only) continue;
    const ports = side === "from" ? shown.outputPorts : shown.inputPorts;
    for (const { name, many } of ports) {
      const port = shown.end !== undefined ? undefined : only === undefined ? writtenPort(ports, name) : name;
      const isConnected = side === "to" && !many && (shown.incoming[name] ?? []).length > 0;
      const end = { text: writeEnd({ node: id, port }), node: id, port, detail: detailOf(shown, name) };
      (isConnected ? connected : open).push(end);
    }
  }
  return [...open, ...connected];
}

/** The node's type, with the shape at the port if it is known. */
function detailOf({ node, inputs, outputs }: PageNode, port: string): string {
  const type = outputs[port] ?? inputs[port]?.[0];
  return type ? `${node.type} · ${showShape(type)}` : node.type;
}
