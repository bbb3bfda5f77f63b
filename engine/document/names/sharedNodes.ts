import { nodePathsIn, type SharingKey } from "../../graph/sharing";
import { pathOn, type Page } from "../../graph/page";
import type { TypedGraph } from "../../graph/typedGraph";
import { sameShape } from "../../tensor/tensor";
import { pathOf, type NodePath } from "../../tensor/path";
import type { Draft } from "./Draft";
import { asMember, asValue, inPlace } from "./insertions";
import type { Proposal } from "./Proposal";
import type { Place } from "./placeAt";
import { areAlike, sharersOn, type Sharer } from "./sharers";

/** A node that says something about sharing. */
interface Site {
  readonly block: string | undefined;
  readonly node: string;
}

/** The nodes whose weights a node may use or follow: of its type, those with weights of the same shapes first. */
export function sharedNodes(draft: Draft, place: Place, site: Site, word: SharingKey): Proposal[] {
  const found = candidates(draft, site, word);
  return found.map(({ path, type }) => asValue(place, { label: path, kind: "node", detail: type }));
}

/** The same as the whole value of `follows`, which says when too. */
export function followed(draft: Draft, place: Place, site: Site): Proposal[] {
  return candidates(draft, site, "follows").map(({ path, type }) =>
    inPlace(
      place,
      { label: path, kind: "node", detail: type },
      { before: `{ "node": ${JSON.stringify(path)}, "every": `, field: "500", after: " }" },
    ),
  );
}

/** The weights of a node that have no other in their place yet, as keys of `weightsOf`. */
export function ownWeights(draft: Draft, place: Place, { block, node }: Site): Proposal[] {
  const written = draft
    .membersAt(place.path)
    .filter(({ keyPlace }) => keyPlace.offset !== place.range.offset);
  const taken = new Set(written.map(({ key }) => key));
  const weights = Object.entries(draft.page(block).nodes.get(node)?.weights ?? {});
  return weights
    .filter(([name]) => !taken.has(name))
    .map(([label, { shape }]) =>
      asMember(
        place,
        { label, kind: "weight", detail: shape.join("×"), continues: true },
        { before: '"', after: '"' },
      ),
    );
}

/** The weights that can take the place of one of a node's: all of its shape, or all while that is unknown. */
export function tiedWeights(draft: Draft, place: Place, site: Site, weight: string): Proposal[] {
  const page = draft.page(site.block);
  const own = page.nodes.get(site.node)?.weights[weight];
  const isUsable = usable(page, site.node);
  return sharersOn(page)
    .filter(isUsable)
    .flatMap(({ path, weights }) =>
      Object.entries(weights)
        .filter(
          ([, { shape, trainable }]) => !own || (sameShape(shape, own.shape) && trainable === own.trainable),
        )
        .map(([name, { shape }]) =>
          asValue(place, { label: pathOf(path, name), kind: "weight", detail: shape.join("×") }),
        ),
    );
}

function candidates(draft: Draft, { block, node }: Site, word: SharingKey): Sharer[] {
  return partnersOn(draft.page(block), node, word);
}

/** The nodes whose weights a node of a page may use or follow: of its type, those with weights of the same shapes first. */
export function partnersOn(page: Page, node: string, word: SharingKey): Sharer[] {
  const type = page.scope.nodes.get(node)?.type;
  const own = page.nodes.get(node) ?? { weights: {} };
  const isUsable = usable(page, node);
  const found = sharersOn(page).filter(
    (other) =>
      (type === undefined || other.type === type) &&
      isUsable(other) &&
      // A node that follows another cannot be followed.
      (word === "weightsOf" || !other.node?.follows),
  );
  const alike = new Set(found.filter((other) => areAlike(own, other)));
  return [...alike, ...found.filter((other) => !alike.has(other))];
}

/** Whether a node is neither the given one or in it, nor uses its weights, so that no circle is made. */
function usable(page: Page, id: string): (other: Sharer) => boolean {
  const users = usersOf(page.typed, pathOn(page, id));
  return ({ path }) => path !== id && !path.startsWith(`${id}/`) && !users.has(pathOn(page, path));
}

/** The nodes that use the weights of a node, directly or through others. */
function usersOf({ flat }: TypedGraph, path: NodePath): ReadonlySet<NodePath> {
  const direct = new Map<NodePath, NodePath[]>();
  for (const { id, weightsOf } of flat.nodes.values())
    for (const { node } of nodePathsIn({ weightsOf })) {
      const known = direct.get(node);
      if (known) known.push(id);
      else direct.set(node, [id]);
    }
  const users = new Set([path]);
  // `users` grows during the loop.
  for (const used of users) for (const user of direct.get(used) ?? []) users.add(user);
  users.delete(path);
  return users;
}
