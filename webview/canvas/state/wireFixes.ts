import { applyEdit } from "../../../engine/document/applyEdit";
import type { GraphEdit } from "../../../engine/document/edit";
import { parse } from "../../../engine/document/parse";
import { applyTextEdits } from "../../../engine/document/textEdits";
import { findFixes } from "../../../engine/fixes/findFixes";
import type { Fix } from "../../../engine/fixes/fix";
import { singleEditsOf } from "../../../engine/fixes/inARow";
import { flatTargets } from "../../../engine/graph/flatEnds";
import { infer } from "../../../engine/graph/infer";
import type { CanvasState } from "./canvasState";
import { memberOf } from "./scopes";

type Connect = Extract<GraphEdit, { kind: "connect" }>;

interface End {
  readonly node: string;
  readonly port: string;
}

/**
 * What makes a wire possible that does not fit: the wire and a fix for the problem that it causes where it leads, in one
 * edit. Each was tried; best first.
 *
 * @param edge The wire as the document writes it.
 * @param replaces The index of the wire that it takes the place of.
 */
export function wireFixes(state: CanvasState, to: End, edge: string, replaces: number | undefined): Fix[] {
  const member = memberOf(state, to.node);
  const { text, facts } = state;
  if (!member) return [];
  const connect: Connect = { kind: "connect", edge, replaces, block: member.page.block?.name };
  const applied = applyEdit(text, connect);
  if ("refused" in applied) return [];
  const wired = applyTextEdits(text, applied.edits);
  const { graph } = parse(wired);
  if (!graph) return [];
  const typed = infer(graph, facts);
  const ends = new Set(flatTargets(member.page, { node: member.id, port: to.port }).map(({ node }) => node));
  const problem = typed.problems.find(
    ({ severity, node }) => severity === "error" && node !== undefined && ends.has(node),
  );
  if (!problem) return [];
  return findFixes({ text: wired, typed, facts }, problem).map((fix) => ({
    ...fix,
    edit: { kind: "all", edits: [connect, ...singleEditsOf(fix.edit)] },
  }));
}
