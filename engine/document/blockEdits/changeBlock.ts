import { t } from "@vscode/l10n";
import { repetition } from "../../graph/checkBlocks";
import type { Graph } from "../../graph/graph";
import { paramsOf } from "../../graph/paramsOf";
import { layers } from "../../layers";
import { emptyBlock, type BlockData, type DocumentData } from "../documentData";
import { editedNode, type Members } from "../editedMembers";
import { wrongParameter } from "../readBlocks";
import { Refusal } from "../Refusal";
import { mapExpressions, namesInValue, withNames } from "./expressionTexts";
import { blockAt, checkNewBlock, mapScopes, withBlock, type EditOf, type Written } from "./scopes";

/** The document with another block. */
export function addBlock({ data }: Written, { block, definition }: EditOf<"addBlock">): DocumentData {
  checkNewBlock(data, block);
  return withBlock(data, block, { ...emptyBlock, ...definition });
}

/** The document after a block is renamed, together with the types of its instances. */
export function renameBlock(document: Written, { block, to }: EditOf<"renameBlock">): DocumentData {
  const { data } = document;
  blockAt(document, block);
  if (to === block) return data;
  checkNewBlock(data, to);
  const renamed = mapInstances(data, block, (members) => ({ ...members, type: to }));
  const blocks = Object.entries(renamed.blocks).map(
    ([name, each]) => [name === block ? to : name, each] as const,
  );
  return { ...renamed, blocks: Object.fromEntries(blocks) };
}

/** The document without a block; refused while there are instances of it. */
export function removeBlock(document: Written, { block }: EditOf<"removeBlock">): DocumentData {
  const { graph, data } = document;
  blockAt(document, block);
  for (const scope of [graph, ...graph.blocks.values()])
    for (const { id, type } of scope.nodes.values())
      if (type === block && scope !== graph.blocks.get(block))
        throw new Refusal(t('"{0}" is an instance of "{1}". Remove or unwrap it first.', id, block));
  const { [block]: _, ...blocks } = data.blocks;
  return { ...data, blocks };
}

/** The document after a parameter of a node inside becomes one of the block. */
export function promote(document: Written, edit: EditOf<"promote">): DocumentData {
  const { graph, data } = document;
  const { block, written } = blockAt(document, edit.block);
  const node = block.nodes.get(edit.node);
  if (!node) throw new Refusal(t('There is no node "{0}".', edit.node));
  const value = presentValue(graph, { ...written.nodes[edit.node] }, node.type, edit.param);
  if (value === undefined || value === null)
    throw new Refusal(t('"{0}" of "{1}" has no value yet. Set it first.', edit.param, edit.node));
  if (namesInValue(value).size > 0)
    throw new Refusal(t('"{0}" of "{1}" is computed from parameters of the block.', edit.param, edit.node));
  checkNewParameter(written, edit.name);
  const members = editedNode({ graph, block: edit.block }, node, edit.param, `$${edit.name}`);
  return withBlock(data, edit.block, {
    ...written,
    parameters: { ...written.parameters, [edit.name]: value },
    nodes: { ...written.nodes, [edit.node]: { ...written.nodes[edit.node], ...members } },
  });
}

/** The value of a parameter as it is written, or its default. */
function presentValue(graph: Graph, members: Members, type: string, param: string): unknown {
  if (Object.hasOwn(members, param)) return members[param];
  const { type: _, ...params } = members;
  const layer = layers.get(type);
  if (layer) return paramsOf(layer, params)[param]?.default;
  return graph.blocks.get(type)?.parameters[param];
}

function checkNewParameter({ parameters }: BlockData, name: string): void {
  const wrong = wrongParameter(name);
  if (wrong !== undefined) throw new Refusal(wrong);
  if (Object.hasOwn(parameters, name))
    throw new Refusal(t('The block already has a parameter "{0}". Choose another name.', name));
}

/** The document after a block's parameter gets another default, is added, or is removed. */
export function setParameter(
  document: Written,
  { block: id, name, value }: EditOf<"setParameter">,
): DocumentData {
  const { data } = document;
  const { block, written } = blockAt(document, id);
  if (value !== undefined) {
    if (!Object.hasOwn(written.parameters, name)) checkNewParameter(written, name);
    return withBlock(data, id, { ...written, parameters: { ...written.parameters, [name]: value } });
  }
  const user = [...block.nodes.values()].find(({ params, repeat }) =>
    namesInValue([params, repeat]).has(name),
  );
  if (user && name !== repetition)
    throw new Refusal(t('"{0}" uses the parameter "{1}". Change it first.', user.id, name));
  const without = mapInstances(data, id, ({ [name]: _, ...members }) => members);
  const after = without.blocks[id] ?? written;
  const { [name]: _, ...parameters } = after.parameters;
  return withBlock(without, id, { ...after, parameters });
}

/** The document after a block's parameter has another name, also in the expressions inside and at all instances. */
export function renameParameter(
  document: Written,
  { block: id, name, to }: EditOf<"renameParameter">,
): DocumentData {
  const { data } = document;
  const { written } = blockAt(document, id);
  if (!Object.hasOwn(written.parameters, name))
    throw new Refusal(t('The block has no parameter "{0}".', name));
  if (to === name) return data;
  checkNewParameter(written, to);
  const names = new Map([[name, to]]);
  const inExpressions = (members: Members) =>
    mapExpressions(members, (text) => withNames(text, names)) as Members;
  const nodes = Object.entries(written.nodes).map(
    ([node, members]) => [node, inExpressions(members)] as const,
  );
  const renamed = {
    ...written,
    parameters: withKey(written.parameters, name, to),
    nodes: Object.fromEntries(nodes),
  };
  return mapInstances(withBlock(data, id, renamed), id, (members) => withKey(members, name, to));
}

/** The same members in their order, one of them with another name. */
function withKey(members: Members, key: string, to: string): Members {
  return Object.fromEntries(
    Object.entries(members).map(([each, value]) => [each === key ? to : each, value]),
  );
}

/** A document after all instances of a block are changed. */
function mapInstances(
  data: DocumentData,
  block: string,
  change: (members: Members) => Members,
): DocumentData {
  return mapScopes(data, (scope) => ({
    ...scope,
    nodes: Object.fromEntries(
      Object.entries(scope.nodes).map(([id, members]) => [
        id,
        members.type === block ? change(members) : members,
      ]),
    ),
  }));
}
