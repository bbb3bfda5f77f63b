import { t } from "@vscode/l10n";
import type { GraphNode } from "../../../engine/graph/graph";
import type { Page } from "../../../engine/graph/page";
import { nodePathsIn } from "../../../engine/graph/sharing";

/** A node of a page that uses or follows the weights of another one there; not a wire. */
export interface SharingLink {
  /** The node that says so, by its id on the canvas. */
  readonly node: string;
  /** The node that holds the weights. */
  readonly holder: string;
  readonly kind: "shares" | "follows";
  /** Translated: what the link means. */
  readonly title: string;
}

/** `inside` precedes the ids of the nodes of an instance that is open in place. */
export function sharingLinks({ scope }: Page, inside = ""): SharingLink[] {
  return [...scope.nodes.values()].flatMap((node) =>
    nodePathsIn(node).flatMap(({ key, text, node: path }) => {
      const holder = path.split("/", 1)[0] ?? "";
      if (holder === node.id || !scope.nodes.has(holder)) return [];
      const kind = key.startsWith("follows") ? ("follows" as const) : ("shares" as const);
      return [{ node: inside + node.id, holder: inside + holder, kind, title: titleOf(node, key, text) }];
    }),
  );
}

function titleOf({ id, follows }: GraphNode, key: string, path: string): string {
  if (key === "weightsOf") return t('"{0}" uses the weights of "{1}".', id, path);
  if (!key.startsWith("follows")) return t('"{0}" is "{1}".', id + key.slice("weightsOf".length), path);
  return follows?.every !== undefined
    ? t('"{0}" follows "{1}": it becomes a copy after every {2} steps.', id, path, follows.every)
    : t(
        '"{0}" follows "{1}": after each step it moves towards it by a rate of {2}.',
        id,
        path,
        follows?.rate ?? 0,
      );
}
