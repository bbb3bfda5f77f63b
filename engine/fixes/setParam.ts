import { t } from "@vscode/l10n";
import { nameAlone } from "../document/blockEdits/expressionTexts";
import type { SingleEdit } from "../document/edit";
import { scopeOf } from "../document/pathThrough";
import { writeValue } from "../document/writeJson";
import { findOnPage } from "../graph/page";
import type { TypedGraph, TypedNode } from "../graph/typedGraph";
import type { NodePath } from "../tensor/path";
import type { Candidate } from "./fix";
import { inBlock, titleInBlock } from "./inBlock";
import { writtenNode } from "./writtenNode";

/**
 * Proposes another value for a node's parameter. If a parameter of the block is written there (`"$channels"`), its value
 * may be set where it comes from, at the instance or as the default, or else take the expression's place.
 */
export function setParam(
  typed: TypedGraph,
  { node }: TypedNode,
  name: string,
  value: unknown,
): readonly Candidate[] {
  const written = writtenNode(typed, node);
  if (!written) return [];
  const { id, params } = written.node;
  const edits: ParamEdit[] = [
    ...originsOf(typed, node.id, params[name]).map((origin) => ({ ...origin, value })),
    { ...inBlock(written.block), kind: "param", node: id, name, value },
  ];
  const changes = [`${node.id} ${name}`];
  return edits.map((edit) => ({ title: titleOf(edit), edit, changes }));
}

type ParamEdit = Extract<SingleEdit, { kind: "param" | "setParameter" }>;

/** Where the value of an expression that is a parameter of the block comes from, at a node inside: outermost first. */
function originsOf(typed: TypedGraph, inside: NodePath, expression: unknown): ParamEdit[] {
  const found: ParamEdit[] = [];
  let [path, written] = [inside, expression];
  for (;;) {
    const name = typeof written === "string" ? nameAlone(written) : undefined;
    const instance = typed.instances.get(findOnPage(typed, path)?.page.path ?? "");
    const block = typed.graph.blocks.get(instance?.block ?? "");
    const site = instance && findOnPage(typed, instance.node);
    const outer = site && (site.page.path === "" ? undefined : site.page.block);
    const node = site && scopeOf(typed.graph, outer)?.nodes.get(site.id);
    if (name === undefined || !instance || !block || !node || !Object.hasOwn(block.parameters, name))
      return found;
    const isDefault = !Object.hasOwn(node.params, name);
    found.unshift(
      { ...inBlock(outer), kind: "param", node: node.id, name },
      ...(isDefault ? [{ kind: "setParameter", block: block.name, name } as const] : []),
    );
    [path, written] = [instance.node, node.params[name]];
  }
}

function titleOf(edit: ParamEdit): string {
  const value = writeValue(edit.value) ?? "";
  if (edit.kind === "setParameter")
    return titleInBlock(t("Set the default of {0} to {1}", edit.name, value), edit.block);
  return titleInBlock(t('Set {0} of "{1}" to {2}', edit.name, edit.node, value), edit.block);
}
