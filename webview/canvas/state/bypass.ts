import { editGraph } from "../../../engine/document/editGraph";
import type { GraphEdit } from "../../../engine/document/edit";
import { canBeBypassed } from "../../../engine/graph/canBeBypassed";
import { infer } from "../../../engine/graph/infer";
import type { Page } from "../../../engine/graph/page";
import type { Problem } from "../../../engine/graph/problem";
import { t } from "@vscode/l10n";
import { selectedNodes } from "./canvasState";
import type { Canvas } from "./createCanvas";
import { idInside } from "./frames";
import { selectedPage } from "./scopes";

/** How many edits one gesture may combine. */
const mostTogether = 200;

/** What a bypass can make wrong. */
const codes: ReadonlySet<string> = new Set([
  "bypass-changes-type",
  "invalid-bypass",
  "bypassed-output",
  "bypassed-node",
]);

/** The selected nodes that could be bypassed, and whether all of them are. */
export function bypassable(canvas: Canvas): { readonly ids: readonly string[]; readonly isOn: boolean } {
  const page = selectedPage(canvas.get());
  const ids = selectedNodes(canvas.get())
    .map(idInside)
    .filter((id) => {
      const node = page?.scope.nodes.get(id);
      return node && canBeBypassed(page?.typed.graph.blocks.get(node.type), node.type);
    });
  return { ids, isOn: ids.length > 0 && ids.every((id) => page?.scope.nodes.get(id)?.bypass === true) };
}

/** Bypasses the selected nodes, or uses them again if all are bypassed. Those that cannot be are left, and the reason said. */
export function toggleBypass(canvas: Canvas): void {
  const page = selectedPage(canvas.get());
  const { ids, isOn } = bypassable(canvas);
  if (!page) return;
  if (ids.length === 0) {
    if (selectedNodes(canvas.get()).length > 0)
      canvas.say(
        t("This cannot be bypassed: only layers and blocks with an input and an output can, and no losses."),
      );
    return;
  }
  if (ids.length > mostTogether) {
    canvas.say(t("Select at most {0} nodes.", mostTogether));
    return;
  }
  const chosen = isOn ? ids : ids.filter((id) => page.scope.nodes.get(id)?.bypass !== true);
  const wrong = isOn ? new Map<string, Problem>() : problemsWith(canvas, page, chosen);
  const [first] = wrong.values();
  if (first) canvas.say(first.message);
  const rest = wrong.has("") ? [] : chosen.filter((id) => !wrong.has(id));
  if (rest.length > 0) canvas.edit(editFor(page, rest, isOn ? undefined : true));
}

function editFor({ block }: Page, ids: readonly string[], value: true | undefined): GraphEdit {
  const edits = ids.map((node) => ({
    kind: "param" as const,
    node,
    name: "bypass",
    ...(value !== undefined && { value }),
    ...(block && { block: block.name }),
  }));
  const [only, ...others] = edits;
  return only && others.length === 0 ? only : { kind: "all", edits };
}

/** What would be wrong if nodes were bypassed, by node; by "" if it is elsewhere. */
function problemsWith(canvas: Canvas, page: Page, ids: readonly string[]): Map<string, Problem> {
  const { facts, problems: before } = canvas.get();
  const { typed, block } = page;
  const known = new Set(before.map(({ code, message }) => `${code} ${message}`));
  const graph = editGraph(typed.graph, editFor(page, ids, true));
  const found = new Map<string, Problem>();
  if (!graph) return found;
  for (const problem of infer(graph, facts).problems) {
    if (!codes.has(problem.code) || known.has(`${problem.code} ${problem.message}`)) continue;
    const isHere = problem.block === block?.name;
    const id = isHere ? (block ? problem.member : problem.node) : undefined;
    const at = id !== undefined && ids.includes(id) ? id : "";
    if (!found.has(at)) found.set(at, problem);
  }
  return found;
}
