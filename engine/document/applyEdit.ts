import { t } from "@vscode/l10n";
import { getNodeValue } from "jsonc-parser";
import { documentLimits } from "../graph/documentLimits";
import { readEdge, writeEdge, writeEnd } from "../graph/edgeText";
import type { GraphNode } from "../graph/graph";
import type { TextRange } from "../graph/problem";
import { isStructural, restructure, withoutBlocks } from "./blockEdits/restructure";
import { dataOfText, sectionsOf } from "./documentData";
import type { GraphEdit, TextEdit } from "./edit";
import { checkType, editedNode, editedSettings, membersOfNode, type Members } from "./editedMembers";
import type { JsonNode } from "./json";
import { membersOf } from "./json";
import { withObjectiveEdit } from "./objectiveEdits";
import { objectivePathTexts } from "./objectivePaths";
import { wrongId } from "./readNode";
import type { Item } from "./rebuild";
import { nodePathsIn, withNodePaths } from "../graph/sharing";
import { policyWithPath } from "../graph/writtenPolicy";
import { renamedIn, scopeOf } from "./pathThrough";
import type { NodePath } from "../tensor/path";
import type { SectionKey, TextScope } from "./textScope";
import { rewrite, rewriteTraining } from "./rewrite";
import { shortText } from "../graph/shortText";
import { starter } from "./starter";
import { applyTextEdits } from "./textEdits";
import { Refusal } from "./Refusal";
import { TextDocument } from "./textDocument";
import { writeLines, writeMember, writeValue } from "./writeJson";

export type AppliedEdit = { readonly edits: readonly TextEdit[] } | { readonly refused: string };

/**
 * Turns an edit of the graph into minimal edits of the document's text: everything else stays the same to the byte, and
 * the result is valid JSON again. Throws a Refusal with a reason if the text is not valid or the edit does not apply to
 * it.
 */
export function applyEdit(text: string, edit: GraphEdit): AppliedEdit {
  if (text.trim() === "") {
    const applied = applyEdit(starter(), edit);
    if ("refused" in applied) return applied;
    return { edits: [{ offset: 0, length: text.length, text: applyTextEdits(starter(), applied.edits) }] };
  }
  try {
    const edits = inOrder(editsOf(new TextDocument(text), edit));
    checkSize(text, edits);
    return { edits };
  } catch (error) {
    if (error instanceof Refusal) return { refused: shortText(error.message) };
    throw error;
  }
}

/** A document larger than Netloom reads could only be repaired as text. */
function checkSize(text: string, edits: readonly TextEdit[]): void {
  const { characters } = documentLimits;
  const after = edits.reduce((size, edit) => size + edit.text.length - edit.length, text.length);
  if (after > characters && after > text.length)
    throw new Refusal(
      t("The document would have {0} characters; Netloom reads at most {1}.", after, characters),
    );
}

function inOrder(edits: readonly TextEdit[]): TextEdit[] {
  return [...edits].sort((a, b) => a.offset - b.offset);
}

function editsOf(document: TextDocument, edit: GraphEdit): TextEdit[] {
  if (isStructural(edit)) {
    const { text, root, graph } = document;
    const data = dataOfText(root, graph);
    return rewrite(text, root, data, restructure({ graph, data }, edit));
  }
  switch (edit.kind) {
    case "add":
      if (edit.blocks) return applyAll(document.text, withoutBlocks(edit));
      return add(document.scope(edit.block), edit);
    case "remove":
      return remove(document.scope(edit.block), edit.nodes, edit.edges ?? []);
    case "param":
      return setParam(document.scope(edit.block), edit.node, edit.name, edit.value);
    case "rename":
      return rename(document, document.scope(edit.block), edit.node, edit.to);
    case "connect":
      return connect(document.scope(edit.block), edit.edge, edit.replaces);
    case "move": {
      const scope = document.scope(edit.block);
      return place(scope, edit.layout, scope.taken(), {});
    }
    case "training":
      return setTraining(document, edit.path, edit.value);
    case "renameObjective":
    case "moveObjective": {
      const { text, own, graph } = document;
      const section = own.section("training")?.value;
      const settings = withObjectiveEdit(graph.settings, edit);
      // Of an objective that is there twice, one would be lost.
      const objectives = section && sectionsOf(section).get("objectives");
      if (objectives) sectionsOf(objectives);
      return section ? rewriteTraining(text, section, graph.settings, settings) : [];
    }
    case "all":
      return applyAll(document.text, edit.edits);
  }
}

/** The combined change of a list of edits, as one replacement from the first difference to the last. */
function applyAll(text: string, edits: readonly GraphEdit[]): TextEdit[] {
  const after = edits.reduce(
    (current, edit) => applyTextEdits(current, inOrder(editsOf(new TextDocument(current), edit))),
    text,
  );
  if (after === text) return [];
  const shorter = Math.min(text.length, after.length);
  let start = 0;
  while (start < shorter && text[start] === after[start]) start++;
  let end = 0;
  while (end < shorter - start && text.at(-1 - end) === after.at(-1 - end)) end++;
  return [{ offset: start, length: text.length - end - start, text: after.slice(start, after.length - end) }];
}

type AddEdit = Extract<GraphEdit, { kind: "add" }>;

function add(scope: TextScope, { nodes, edges = [], layout = {}, replaces = [] }: AddEdit): TextEdit[] {
  const taken = scope.taken();
  const ids = new Set(scope.scope.nodes.keys());
  checkRoom(scope, nodes.length, edges.length - replaces.length);
  const lines = nodes.map(({ id, type, params }) => {
    checkFree(taken, id);
    checkType(scope.graph, type, scope.block);
    taken.add(id);
    ids.add(id);
    const own = Object.entries(params ?? {}).filter(([name]) => name !== "type");
    return json(writeMember(id, Object.fromEntries([["type", type], ...own])));
  });
  const wires = edges.map((edge) => JSON.stringify(checkedEdge(scope, ids, edge)));
  if (replaces.length === 0) return place(scope, layout, ids, { nodes: lines, edges: wires });
  return [...place(scope, layout, ids, { nodes: lines }), ...replaceWires(scope, replaces, wires)];
}

/** Writes new wires where the first of the old ones was: the order of wires matters for an input that takes several. */
function replaceWires(scope: TextScope, replaces: readonly number[], wires: readonly string[]): TextEdit[] {
  const section = scope.section("edges")?.value;
  const old = section?.children ?? [];
  if (!section || replaces.some((index) => !old[index]))
    throw new Refusal(t("The wire to replace no longer exists."));
  const gone = new Set(replaces);
  const first = replaces.reduce((least, index) => Math.min(least, index), Infinity);
  const items = old.flatMap<Item>((wire, index) => {
    if (index === first) return wires;
    return gone.has(index) ? [] : [wire];
  });
  return scope.rebuild(section, items);
}

/** Refuses nodes and wires beyond the limits: a document that exceeds them is not read at all. */
function checkRoom(scope: TextScope, nodes: number, edges: number): void {
  const nodesAfter = membersOf(scope.section("nodes")?.value).length + nodes;
  const edgesAfter = (scope.section("edges")?.value.children?.length ?? 0) + edges;
  if (nodes > 0 && nodesAfter > documentLimits.nodes)
    throw new Refusal(
      t("The document would have {0} nodes; Netloom reads at most {1}.", nodesAfter, documentLimits.nodes),
    );
  if (edges > 0 && edgesAfter > documentLimits.edges)
    throw new Refusal(
      t("The document would have {0} wires; Netloom reads at most {1}.", edgesAfter, documentLimits.edges),
    );
}

function checkFree(ids: ReadonlySet<string>, id: string): void {
  const wrong = wrongId(id);
  if (wrong !== undefined) throw new Refusal(wrong);
  if (ids.has(id)) throw new Refusal(t('A node named "{0}" already exists. Choose another name.', id));
}

function checkedEdge(scope: TextScope, ids: Pick<ReadonlySet<string>, "has">, edge: string): string {
  const read = readEdge(edge);
  if (!read) throw new Refusal(t('"{0}" is not a wire; write "a -> b".', edge));
  for (const side of ["from", "to"] as const)
    if (!ids.has(read[side].node) && !scope.isPort(read[side], side))
      throw new Refusal(t('There is no node "{0}".', read[side].node));
  return writeEdge(read.from, read.to);
}

/** Writes positions into `layout`, after what is appended to other sections; ids that do not exist are left out. */
function place(
  scope: TextScope,
  layout: Readonly<Record<string, readonly [number, number]>>,
  ids: Pick<ReadonlySet<string>, "has">,
  appended: Partial<Record<SectionKey, readonly string[]>>,
): TextEdit[] {
  const written = new Map(
    membersOf(scope.section("layout")?.value).map((member) => [member.key, member.value]),
  );
  const fresh: string[] = [];
  const edits: TextEdit[] = [];
  for (const [id, [x, y]] of Object.entries(layout)) {
    if (!ids.has(id)) continue;
    const spot = [Math.round(x), Math.round(y)];
    const known = written.get(id);
    if (known) edits.push(...replaceValue(known, spot));
    else fresh.push(json(writeMember(id, spot)));
  }
  return [...edits, ...scope.append({ ...appended, layout: fresh })];
}

function remove(scope: TextScope, nodes: readonly string[], edges: readonly number[]): TextEdit[] {
  const gone = new Set(nodes);
  const cut = new Set(edges);
  for (const { index, from, to } of scope.scope.edges)
    if (gone.has(from.node) || gone.has(to.node)) cut.add(index);
  const without = (key: "nodes" | "layout") => {
    const section = scope.section(key);
    if (!section) return [];
    const remaining = membersOf(section.value).filter((member) => !gone.has(member.key));
    return scope.rebuild(
      section.value,
      remaining.map(({ property }) => property),
    );
  };
  const wires = scope.section("edges")?.value;
  const remaining = wires?.children?.filter((_, index) => !cut.has(index));
  return [
    ...without("nodes"),
    ...(wires && remaining ? scope.rebuild(wires, remaining) : []),
    ...without("layout"),
  ];
}

function rename(document: TextDocument, scope: TextScope, id: string, to: string): TextEdit[] {
  const { member } = scope.node(id);
  if (to === id) return [];
  checkFree(scope.taken(), to);
  const key = JSON.stringify(to);
  const wires = scope.scope.edges.flatMap((edge) => {
    const ends = [edge.from, edge.to].filter(({ node }) => node === id);
    if (ends.length === 0) return [];
    // An edge with escaped characters has no positions inside it.
    if (edge.from.place === edge.place) {
      const named = (end: typeof edge.from) => ({ node: end.node === id ? to : end.node, port: end.port });
      return [{ ...edge.place, text: JSON.stringify(writeEdge(named(edge.from), named(edge.to))) }];
    }
    return ends.map((end) => ({ ...end.place, text: writeEnd({ node: to, port: end.port }) }));
  });
  const placed = membersOf(scope.section("layout")?.value).find((entry) => entry.key === id);
  const { graph } = scope;
  const named = [undefined, ...graph.blocks.keys()].flatMap((from) => {
    const renamed = renamedIn(graph, from, scope.block, id, to);
    return [...(scopeOf(graph, from)?.nodes.values() ?? [])].flatMap((node) => renamedWords(node, renamed));
  });
  return [
    { ...member.keyPlace, text: key },
    ...wires,
    ...named,
    ...renamedInObjectives(
      document.own.section("training")?.value,
      renamedIn(graph, undefined, scope.block, id, to),
    ),
    ...(placed ? [{ ...placed.keyPlace, text: key }] : []),
  ];
}

/** The edits of the paths in what a node says about sharing, and in its `policy`. */
function renamedWords(node: GraphNode, renamed: (path: NodePath) => NodePath): TextEdit[] {
  const edit = (place: TextRange | undefined, before: unknown, now: string | undefined): TextEdit[] =>
    place && now !== undefined && now !== before ? [{ ...place, text: JSON.stringify(now) }] : [];
  const after = new Map(nodePathsIn(withNodePaths(node, renamed)).map(({ key, text }) => [key, text]));
  return [
    ...nodePathsIn(node).flatMap(({ key, text }) => edit(node.places.sharing?.[key], text, after.get(key))),
    ...edit(node.places.params.policy, node.params.policy, policyWithPath(node, renamed)),
  ];
}

/** The names of the node, or of nodes in the block, in `losses`, `updates` and `weights`. */
function renamedInObjectives(training: JsonNode | undefined, path: (of: NodePath) => NodePath): TextEdit[] {
  const objectives = membersOf(training).find(({ key }) => key === "objectives")?.value;
  return objectivePathTexts(objectives).flatMap(({ value, offset, length }) => {
    const now: unknown = typeof value === "string" ? path(value) : value;
    return now === value ? [] : [{ offset, length, text: JSON.stringify(now) }];
  });
}

function connect(scope: TextScope, edge: string, replaces: number | undefined): TextEdit[] {
  const written = JSON.stringify(checkedEdge(scope, scope.scope.nodes, edge));
  if (replaces === undefined) {
    checkRoom(scope, 0, 1);
    return scope.append({ edges: [written] });
  }
  const old = scope.section("edges")?.value.children?.[replaces];
  if (!old) throw new Refusal(t("The wire to replace no longer exists."));
  return [{ offset: old.offset, length: old.length, text: written }];
}

function setParam(scope: TextScope, id: string, name: string, value: unknown): TextEdit[] {
  const { node, member } = scope.node(id);
  const before = membersOfNode(node);
  const after = editedNode(scope, node, name, value);
  return become(scope, member.value, before, after, value === undefined ? [name] : []);
}

/** Changes the innermost object on the path that is written. */
function setTraining(document: TextDocument, path: readonly string[], value: unknown): TextEdit[] {
  let before = document.graph.settings;
  let after = editedSettings(before, path, value);
  const { own } = document;
  const section = own.section("training")?.value;
  if (!section) {
    const added = Object.entries(after).map(([key, member]) => settingText(document, key, member, true));
    return added.length === 0 ? [] : own.append({ training: added });
  }
  let object = section;
  for (const key of path.slice(0, -1)) {
    const inner: JsonNode | undefined = membersOf(object).find((member) => member.key === key)?.value;
    const [old, changed] = [before[key], after[key]];
    if (inner?.type !== "object" || !isRecord(old) || !isRecord(changed)) break;
    [before, after, object] = [old, changed, inner];
  }
  const gone = value === undefined && path.length === 1 ? path : [];
  const { offset, length } = section;
  const isSpread = document.text.slice(offset, offset + length).includes("\n");
  return become(own, object, before, after, gone, (key, member) =>
    settingText(document, key, member, object === section && isSpread),
  );
}

/** A new setting; objectives get lines of their own in a section of several lines. */
function settingText({ layout }: TextDocument, key: string, value: unknown, isSpread: boolean): string {
  if (key !== "objectives" || !isSpread || !isRecord(value)) return memberText(key, value);
  const objectives = Object.entries(value).map(([name, objective]) => memberText(name, objective));
  return `"objectives": ${writeLines("{}", objectives, layout.unit.repeat(2), layout)}`;
}

function isRecord(value: unknown): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Gives an object the new members, changing only those that differ; `gone` are keys to remove as well. */
function become(
  scope: TextScope,
  object: JsonNode,
  before: Members,
  after: Members,
  gone: readonly string[] = [],
  write: typeof memberText = memberText,
): TextEdit[] {
  const set = Object.entries(after).filter(([key, value]) => !Object.is(before[key], value));
  const dropped = Object.keys(before).filter((key) => !Object.hasOwn(after, key));
  return setMembers(scope, object, set, [...dropped, ...gone], write);
}

/** Sets some members of an object and removes others. */
function setMembers(
  scope: TextScope,
  object: JsonNode,
  set: readonly (readonly [string, unknown])[],
  drop: readonly string[],
  write: typeof memberText,
): TextEdit[] {
  const members = membersOf(object);
  const gone = new Set(drop);
  const edits: TextEdit[] = [];
  const fresh: string[] = [];
  for (const [key, value] of set) {
    const known = members.find((member) => member.key === key);
    if (known) edits.push(...replaceValue(known.value, value));
    else fresh.push(write(key, value));
  }
  const remaining = members.filter(({ key }) => !gone.has(key)).map(({ property }) => property);
  return [...edits, ...scope.rebuild(object, [...remaining, ...fresh])];
}

function replaceValue(old: JsonNode, value: unknown): TextEdit[] {
  const text = json(writeValue(value));
  if (text === writeValue(getNodeValue(old))) return [];
  return [{ offset: old.offset, length: old.length, text }];
}

function memberText(key: string, value: unknown): string {
  return json(writeMember(key, value));
}

function json(written: string | undefined): string {
  if (written === undefined)
    throw new Refusal(t("Only numbers, strings, true, false and lists of these can be written."));
  return written;
}
