import { objectiveGraph } from "../../graph/objectives";
import { findOnPage } from "../../graph/page";
import { watchable } from "../../graph/schema";
import { watchableNames } from "../../graph/figures";
import { canBeTrained } from "../../graph/updatedNodes";
import { withOwners } from "../../tensor/path";
import type { Draft } from "./Draft";
import { asMember, asValue } from "./insertions";
import type { Proposal } from "./Proposal";
import type { Place } from "./placeAt";

/** The losses that are not in an objective's list yet. */
export function lossNames(draft: Draft, place: Place): Proposal[] {
  const listed = listedBeside(draft, place);
  return draft.nodes
    .filter(({ node, layer }) => layer.objective !== undefined && !listed.has(node.id))
    .map(({ node }) => asValue(place, { label: node.id, kind: "node", detail: node.type }));
}

/** The nodes and instances with weights that an objective could train and does not name yet: those its losses depend on. */
export function updatedNames(draft: Draft, place: Place): Proposal[] {
  const { typed } = draft;
  const listed = listedBeside(draft, place);
  const losses = draft
    .stringsAt([...place.path.slice(0, -2), "losses"])
    .map(({ text }) => text)
    .filter((loss) => typed.nodes.has(loss));
  const reached = objectiveGraph(typed, { losses: losses.length > 0 ? losses : undefined });
  const names = new Set<string>();
  for (const typedNode of draft.nodes) {
    const { id } = typedNode.node;
    if (!reached.nodes.has(id) || !canBeTrained(typedNode)) continue;
    for (const owner of withOwners(id).reverse()) names.add(owner);
  }
  return [...names]
    .filter((name) => !listed.has(name))
    .map((label) => {
      const { page, id } = findOnPage(typed, label) ?? {};
      const scope = page?.block === undefined ? typed.graph : typed.graph.blocks.get(page.block);
      return asValue(place, { label, kind: "node", detail: scope?.nodes.get(id ?? "")?.type });
    });
}

/** An objective's losses that have no factor yet. */
export function factorNames(draft: Draft, place: Place): Proposal[] {
  const members = draft
    .membersAt(place.path)
    .filter(({ keyPlace }) => keyPlace.offset !== place.range.offset);
  const written = new Set(members.map(({ key }) => key));
  const losses = draft.stringsAt([...place.path.slice(0, -1), "losses"]).map(({ text }) => text);
  return losses
    .filter((loss) => !written.has(loss))
    .map((label) => asMember(place, { label, kind: "node" }, { before: "", field: "1" }));
}

/** The figures that `training.watch` may name besides those of every document, which the JSON Schema has. */
export function figureNames({ typed }: Draft, place: Place): Proposal[] {
  const known: ReadonlySet<string> = new Set(watchable);
  return watchableNames(typed)
    .filter((name) => !known.has(name))
    .map((label) => asValue(place, { label, kind: "figure" }));
}

/** The other entries of the list that the cursor is in. */
function listedBeside(draft: Draft, { path, range }: Place): ReadonlySet<string> {
  const entries = draft.stringsAt(path.slice(0, -1));
  return new Set(entries.filter(({ offset }) => offset !== range.offset).map(({ text }) => text));
}
