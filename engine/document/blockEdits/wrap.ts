import { t } from "@vscode/l10n";
import { repetition } from "../../graph/checkBlocks";
import { writeEdge } from "../../graph/edgeText";
import type { Block, GraphNode } from "../../graph/graph";
import { nodePathsIn } from "../../graph/sharing";
import { policyNode } from "../../graph/writtenPolicy";
import type { BlockData, DocumentData, PortData } from "../documentData";
import type { Members } from "../editedMembers";
import { freeIds } from "../newNode";
import { pathThrough } from "../pathThrough";
import { Refusal } from "../Refusal";
import { boxOf } from "./boxOf";
import { mapExpressions, namesInValue, withNames } from "./expressionTexts";
import { mapPaths } from "./mapPaths";
import { endAt, neededInputs, portName, portNames, type End } from "./ports";
import { checkNewBlock, checkNewNode, scopeAt, withScope, type EditOf, type Written } from "./scopes";

/**
 * The document after nodes become a block with one instance. Its ports are found from the wires that are cut and from the
 * inputs that still need a wire; if nothing leads out, the nodes at the ends give the outputs.
 */
export function wrap(document: Written, edit: EditOf<"wrap">): DocumentData {
  const { graph, data } = document;
  const { scope, written, taken } = scopeAt(document, edit.block);
  const chosen = [...scope.nodes.values()].filter(({ id }) => edit.nodes.includes(id));
  const missing = edit.nodes.find((id) => !scope.nodes.has(id));
  if (missing !== undefined) throw new Refusal(t('There is no node "{0}".', missing));
  if (chosen.length === 0) throw new Refusal(t("Select the nodes that become the block."));
  checkNewBlock(data, edit.name);
  const isChosen = new Set(chosen.map(({ id }) => id));
  for (const id of isChosen) taken.delete(id);
  checkNewNode(taken, edit.id);
  checkSharing(chosen, isChosen);

  const outer = edit.block === undefined ? undefined : graph.blocks.get(edit.block);
  const passed = outer ? passedParameters(chosen, outer) : checkPlain(chosen);
  const names = new Set(isChosen);
  const freeName = freeIds(names);
  const newName = (stem: string) => {
    const name = freeName(stem);
    names.add(name);
    return name;
  };
  const outputsOf = (id: string) => {
    const node = scope.nodes.get(id);
    return node ? portNames(graph, node, "outputs") : [];
  };
  const inputsOf = (id: string) => {
    const node = scope.nodes.get(id);
    return node ? portNames(graph, node, "inputs") : [];
  };
  const keyOf = (from: End) => endKey(from.node, portName(outputsOf(from.node), from));

  const inputs = new Map<string, PortData>();
  const outputs = new Map<string, string>();
  const nameOf = (port: PortData) => (typeof port === "string" ? port : port.name);
  const inside: string[] = [];
  const toOutputs: string[] = [];
  const outside: string[] = [];
  // What leads in is found before what leads out, so that inputs get the better names.
  for (const { from, to } of scope.edges) {
    if (isChosen.has(from.node) || !isChosen.has(to.node) || inputs.has(keyOf(from))) continue;
    const name = newName(portName(inputsOf(to.node), to) ?? "input");
    const isOptional = outer?.inputs.find((port) => port.name === from.node)?.optional === true;
    inputs.set(keyOf(from), isOptional ? { name, optional: true } : name);
  }
  const giveOutput = (from: End) => {
    const known = outputs.get(keyOf(from));
    if (known !== undefined) return known;
    const name = newName(portName(outputsOf(from.node), from) ?? "output");
    outputs.set(keyOf(from), name);
    toOutputs.push(writeEdge(from, { node: name }));
    return name;
  };
  const connected = new Set<string>();
  for (const [index, { from, to }] of scope.edges.entries()) {
    const text = written.edges[index] ?? writeEdge(from, to);
    const [begins, ends] = [isChosen.has(from.node), isChosen.has(to.node)];
    if (begins && ends) inside.push(text);
    else if (ends) {
      const port = inputs.get(keyOf(from)) ?? "";
      inside.push(writeEdge({ node: nameOf(port) }, to));
      if (connected.has(nameOf(port))) continue;
      connected.add(nameOf(port));
      const ports = [...inputs.values()].map(nameOf);
      outside.push(writeEdge(from, endAt(edit.id, ports, nameOf(port))));
    } else if (begins) {
      const port = giveOutput(from);
      outside.push(writeEdge(endAt(edit.id, [...outputs.values()], port), to));
    } else outside.push(text);
  }
  if (outputs.size === 0) {
    const leading = new Set(scope.edges.map(({ from }) => from.node));
    for (const { id } of chosen.filter((node) => !leading.has(node.id)))
      for (const port of outputsOf(id)) giveOutput(endAt(id, outputsOf(id), port));
  }
  const led = new Set(scope.edges.map(({ to }) => endKey(to.node, portName(inputsOf(to.node), to))));
  const open: PortData[] = [];
  const fromOpen: string[] = [];
  for (const node of chosen)
    for (const port of neededInputs(graph, node)) {
      if (led.has(endKey(node.id, port))) continue;
      const name = newName(port);
      open.push(name);
      fromOpen.push(writeEdge({ node: name }, endAt(node.id, inputsOf(node.id), port)));
    }

  const box = boxOf(written.layout, isChosen);
  const block: BlockData = {
    parameters: passed.parameters,
    inputs: [...inputs.values(), ...open],
    outputs: [...outputs.values()],
    nodes: Object.fromEntries(
      chosen.map(({ id }) => [id, withParameterNames(written.nodes[id] ?? {}, passed.renamed)] as const),
    ),
    edges: [...fromOpen, ...inside, ...toOutputs],
    layout: Object.fromEntries(
      Object.entries(written.layout).flatMap(([id, [x, y]]) =>
        isChosen.has(id) && box ? [[id, [x - box.left, y - box.top]] as const] : [],
      ),
    ),
  };
  const instance: Members = { type: edit.name, ...passed.given };
  const layout = Object.entries(written.layout).filter(([id]) => !isChosen.has(id));
  const after = withScope(data, edit.block, {
    nodes: Object.fromEntries(
      Object.entries(written.nodes).flatMap(([id, members]) => {
        if (id === chosen[0]?.id) return [[edit.id, instance] as const];
        return isChosen.has(id) ? [] : [[id, members] as const];
      }),
    ),
    edges: outside,
    layout: Object.fromEntries(box ? [...layout, [edit.id, box.middle] as const] : layout),
  });
  const moved = mapPaths(after, (path, { block: from }) => [
    pathThrough(graph, path, from, edit.block, (inner) =>
      isChosen.has(inner.split("/", 1)[0] ?? "") ? `${edit.id}/${inner}` : inner,
    ),
  ]);
  return { ...moved, blocks: { ...moved.blocks, [edit.name]: block } };
}

/** An end of a wire as a key. */
function endKey(node: string, port: string | undefined): string {
  return JSON.stringify([node, port]);
}

/** Nodes inside a block cannot name nodes outside. */
function checkSharing(chosen: readonly GraphNode[], isChosen: ReadonlySet<string>): void {
  const isOutside = (path: string) => !isChosen.has(path.split("/", 1)[0] ?? "");
  for (const node of chosen) {
    const policy = policyNode(node);
    if (policy !== undefined && isOutside(policy))
      throw new Refusal(t('"{0}" plays as "{1}" says. Select both of them, or neither.', node.id, policy));
    for (const { node: path } of nodePathsIn(node))
      if (isOutside(path))
        throw new Refusal(
          t('"{0}" uses the weights of "{1}". Select both of them, or neither.', node.id, path),
        );
  }
}

interface Passed {
  /** Of the new block. */
  readonly parameters: Members;
  /** What its instance gives. */
  readonly given: Members;
  /** The parameters inside, by the names that they had outside. */
  readonly renamed: ReadonlyMap<string, string>;
}

/** The surrounding block's parameters that nodes use, for the block that they become. */
function passedParameters(chosen: readonly GraphNode[], { parameters }: Block): Passed {
  const used = new Set(chosen.flatMap(({ params, repeat }) => [...namesInValue([params, repeat])]));
  const names = [...used].filter((name) => name === repetition || Object.hasOwn(parameters, name));
  const freeName = freeIds(new Set([...Object.keys(parameters), repetition]));
  const renamed = new Map(names.map((name) => [name, name === repetition ? freeName("position") : name]));
  const entries = (valueOf: (name: string) => unknown) =>
    Object.fromEntries(names.map((name) => [renamed.get(name) ?? name, valueOf(name)]));
  return {
    parameters: entries((name) => (name === repetition ? 0 : parameters[name])),
    given: entries((name) => `$${name}`),
    renamed,
  };
}

/** In the document itself a text with a $ is just a text, and in a block it would not be. */
function checkPlain(chosen: readonly GraphNode[]): Passed {
  for (const { id, params } of chosen)
    for (const [param, value] of Object.entries(params))
      if (namesInValue(value).size > 0)
        throw new Refusal(
          t('"{0}" of "{1}" contains "$", which would name a parameter inside a block.', param, id),
        );
  return { parameters: {}, given: {}, renamed: new Map() };
}

function withParameterNames(members: Members, renamed: ReadonlyMap<string, string>): Members {
  if (renamed.size === 0) return members;
  return mapExpressions(members, (text) => withNames(text, renamed)) as Members;
}
