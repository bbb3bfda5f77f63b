import { t } from "@vscode/l10n";
import { portOfData, type BlockData, type DocumentData, type PortData } from "../documentData";
import { nodeAt } from "../pathThrough";
import { Refusal } from "../Refusal";
import { mapPaths } from "./mapPaths";
import { endAt, mapWires, portName } from "./ports";
import { blockAt, mapScopes, withBlock, type EditOf, type Written } from "./scopes";

/** What becomes of a block's ports on one side: the new name of each, unless it is removed. */
interface Renaming {
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly names: ReadonlyMap<string, string>;
}

/** The document after the ports of a block are replaced, inside and at all of its instances. */
export function setPorts(document: Written, edit: EditOf<"setPorts">): DocumentData {
  const { graph, data } = document;
  const { written } = blockAt(document, edit.block);
  if (edit.outputs?.some((port) => typeof port !== "string" && port.optional))
    throw new Refusal(t("Only inputs can be optional."));
  const inputs = edit.inputs ?? written.inputs;
  const outputs = edit.outputs?.map((port) => portOfData(port).name) ?? written.outputs;
  const leadingIn = renaming(written.inputs, inputs);
  const leadingOut = renaming(written.outputs, outputs);
  checkNames(written, [...leadingIn.after, ...leadingOut.after]);

  const inside = mapWires(written.edges, ({ from, to }) => {
    const start = written.nodes[from.node] ? from : renamedEnd(leadingIn, from);
    const stop = written.nodes[to.node] ? to : renamedEnd(leadingOut, to);
    return start && stop && [start, stop];
  });
  const changed = withBlock(data, edit.block, { ...written, inputs, outputs, edges: inside });
  const wired = mapScopes(changed, (scope) => {
    const isInstance = (id: string) => scope.nodes[id]?.type === edit.block;
    const edges = mapWires(scope.edges, ({ from, to }) => {
      const start = isInstance(from.node) ? endAtInstance(leadingOut, from) : from;
      const stop = isInstance(to.node) ? endAtInstance(leadingIn, to) : to;
      return start && stop && [start, stop];
    });
    return { ...scope, edges };
  });
  return mapPaths(
    wired,
    (path) => [path],
    (output, { block: from }) =>
      nodeAt(graph, output.node, from)?.type === edit.block ? endAtInstance(leadingOut, output) : undefined,
  );
}

function renaming(before: readonly PortData[], after: readonly PortData[]): Renaming {
  const [old, now] = [before, after].map((ports) => ports.map((port) => portOfData(port).name));
  if (!old || !now) return { before: [], after: [], names: new Map() };
  const gone = old.filter((name) => !now.includes(name));
  const fresh = now.filter((name) => !old.includes(name));
  const names = old.flatMap((name): [string, string][] => {
    const other = now.includes(name) ? name : fresh[gone.indexOf(name)];
    return other === undefined ? [] : [[name, other]];
  });
  return { before: old, after: now, names: new Map(names) };
}

function checkNames({ nodes }: BlockData, names: readonly string[]): void {
  const seen = new Set<string>();
  for (const name of names) {
    if (seen.has(name) || Object.hasOwn(nodes, name))
      throw new Refusal(
        t('"{0}" is already the name of a node or port of the block. Choose another name.', name),
      );
    seen.add(name);
  }
}

type End = Parameters<typeof portName>[1];

/** A port inside; undefined if it is removed. What is not one of the ports stays. */
function renamedEnd({ before, names }: Renaming, end: End): End | undefined {
  if (!before.includes(end.node)) return end;
  const name = names.get(end.node);
  return name === undefined ? undefined : { ...end, node: name };
}

/** The end of a wire at an instance; undefined if its port is removed. */
function endAtInstance({ before, after, names }: Renaming, end: End): End | undefined {
  const old = portName(before, end);
  if (old === undefined || !before.includes(old)) return end;
  const name = names.get(old);
  if (name === undefined) return undefined;
  return end.port === undefined ? endAt(end.node, after, name) : { node: end.node, port: name };
}
