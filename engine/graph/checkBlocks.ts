import { t } from "@vscode/l10n";
import { layers } from "../layers";
import { canBeBypassed, firstOutput, isBypassed, isFirstOutput } from "./canBeBypassed";
import { ExpressionError, parseExpression } from "./expression";
import type { Block, BlockPort, EdgeEnd, Graph, GraphEdge, GraphNode, Scope } from "./graph";
import { isChain } from "./isChain";
import { limitedSuggestions, nearest } from "./nearest";
import type { Problem, Subject, TextRange } from "./problem";
import { shorten } from "./shorten";
import { shortened } from "./shortened";
import { expressionsIn } from "./substitute";

/** The parameter that every block has: the number of the repetition, from 0. */
export const repetition = "index";

/**
 * What is wrong with the blocks of a document and with the nodes that are instances of them, as far as that is the same
 * for every instance; and the blocks that can be expanded.
 */
export function checkBlocks(graph: Graph): {
  readonly problems: Problem[];
  readonly expandable: ReadonlySet<string>;
} {
  const { endless, circular } = recursiveBlocks(graph.blocks);
  const problems: Problem[] = [];
  for (const scope of [graph, ...graph.blocks.values()]) {
    const block = isBlock(scope) ? scope : undefined;
    problems.push(
      ...checkInstances(graph.blocks, scope, circular, block),
      ...checkEnds(graph.blocks, scope, block),
    );
    if (block) problems.push(...checkExpressions(block), ...checkOutputs(block));
  }
  return { problems, expandable: new Set([...graph.blocks.keys()].filter((name) => !endless.has(name))) };
}

function isBlock(scope: Scope): scope is Block {
  return "parameters" in scope;
}

/** The blocks that cannot be expanded, because their parts have no end, and those of them that are on a circle. */
function recursiveBlocks(blocks: Graph["blocks"]): {
  readonly endless: ReadonlySet<string>;
  readonly circular: ReadonlySet<string>;
} {
  const parts = new Map(
    [...blocks].map(([name, { nodes }]) => [
      name,
      new Set([...nodes.values()].flatMap(({ type }) => (blocks.has(type) ? [type] : []))),
    ]),
  );
  const users = new Map([...blocks.keys()].map((name) => [name, new Set<string>()]));
  for (const [name, used] of parts) for (const part of used) users.get(part)?.add(name);
  const endless = withoutEnds(new Set(blocks.keys()), parts, users);
  // What only contains a circle is not on one.
  return { endless, circular: withoutEnds(endless, users, parts) };
}

type Links = ReadonlyMap<string, ReadonlySet<string>>;

/** What remains of names when those that lead to none of the others are taken away, again and again (Kahn, 1962). */
function withoutEnds(names: ReadonlySet<string>, next: Links, before: Links): ReadonlySet<string> {
  const count = (name: string) => [...(next.get(name) ?? [])].filter((each) => names.has(each)).length;
  const open = new Map([...names].map((name) => [name, count(name)]));
  const ends = [...open].flatMap(([name, left]) => (left === 0 ? [name] : []));
  // `ends` grows during the loop.
  for (const name of ends)
    for (const other of before.get(name) ?? []) {
      const left = (open.get(other) ?? 0) - 1;
      open.set(other, left);
      if (left === 0) ends.push(other);
    }
  const taken = new Set(ends);
  return new Set([...names].filter((name) => !taken.has(name)));
}

/** Nodes that are instances of blocks, or repeated. */
function checkInstances(
  blocks: Graph["blocks"],
  scope: Scope,
  circular: ReadonlySet<string>,
  inside: Block | undefined,
): Problem[] {
  const found: Problem[] = [];
  for (const node of scope.nodes.values()) {
    const block = blocks.get(node.type);
    const add = (code: string, message: string, param: string) => {
      found.push(error(code, message, placeOf(node, param), { ...subjectOf(node, inside), param }));
    };
    if (block) {
      if (circular.has(node.type) && inside && circular.has(inside.name))
        add(
          "recursive-block",
          t('The block "{0}" contains itself. Remove this node, or use another block.', node.type),
          "type",
        );
      for (const param of Object.keys(node.params))
        if (!Object.hasOwn(block.parameters, param))
          add("unknown-parameter", unknownParameter(node, block, param), param);
    }
    if (node.repeat !== undefined && !isChain(block, node.type))
      add(
        "invalid-repeat",
        t(
          '{0}: "{1}" cannot be repeated, because it does not have both an input and an output.',
          node.id,
          node.type,
        ),
        "repeat",
      );
    if (node.bypass === true && !canBeBypassed(block, node.type))
      add("invalid-bypass", cannot(node), "bypass");
  }
  return found;
}

/** Why a node cannot be bypassed. */
function cannot({ id, type }: GraphNode): string {
  return layers.get(type)?.objective === undefined
    ? t('{0}: "{1}" cannot be bypassed, because it does not have both an input and an output.', id, type)
    : t('{0}: "{1}" cannot be bypassed, because it is a loss, which nothing can stand for.', id, type);
}

function unknownParameter({ id }: GraphNode, block: Block, param: string): string {
  const names = Object.keys(block.parameters);
  const meant = nearest(param, names);
  if (meant !== undefined)
    return t(
      '{0}: the block "{1}" has no parameter "{2}". Did you mean "{3}"?',
      id,
      block.name,
      shorten(param),
      meant,
    );
  return names.length === 0
    ? t('{0}: the block "{1}" has no parameters. Remove "{2}".', id, block.name, shorten(param))
    : t(
        '{0}: the block "{1}" has no parameter "{2}". Parameters: {3}.',
        id,
        block.name,
        shorten(param),
        shortened(names.map((name) => `"${name}"`)).join(", "),
      );
}

/** Ends of wires that are ports of blocks, and in a block all names of nodes; `link` checks the others. */
function checkEnds(blocks: Graph["blocks"], scope: Scope, inside: Block | undefined): Problem[] {
  const found: Problem[] = [];
  const occupied = new Set<string>();
  const entered = new Set<string>();
  const suggest = limitedSuggestions();
  for (const edge of scope.edges) {
    const add = (code: string, message: string, place: TextRange, subject: Subject = {}) => {
      found.push(
        error(code, message, place, { edge: edge.index, ...(inside && { block: inside.name }), ...subject }),
      );
    };
    for (const [end, side] of [
      [edge.from, "outputs"],
      [edge.to, "inputs"],
    ] as const) {
      const node = scope.nodes.get(end.node);
      if (
        node &&
        side === "outputs" &&
        isBypassed({ blocks }, node) &&
        !isFirstOutput({ blocks }, node, end.port)
      )
        add("bypassed-output", missingOutput({ blocks }, node), end.place, subjectOf(node, inside));
      if (!node) {
        const own = inside?.[side === "outputs" ? "inputs" : "outputs"] ?? [];
        const isPort = own.some(({ name }) => name === end.node);
        if (inside && !isPort && !scope.unread.nodes.has(end.node))
          add("unknown-node", unknownEnd(inside, end, side, suggest), end.place);
        else if (isPort && end.port !== undefined)
          add(
            "unknown-port",
            t(
              '"{0}" is a port of the block and has no ports of its own: write it without ".{1}".',
              end.node,
              shorten(end.port),
            ),
            end.place,
          );
        continue;
      }
      const ports = blocks.get(node.type)?.[side];
      if (ports && !ports.some(({ name }, i) => (end.port === undefined ? i === 0 : name === end.port)))
        add("unknown-port", unknownPort(end, node, ports, side), end.place, subjectOf(node, inside));
    }
    const passing = scope.nodes.get(edge.to.node);
    const layer = layers.get(passing?.type ?? "");
    const [first] = layer?.inputs ?? [];
    if (first && passing && isBypassed({ blocks }, passing) && (edge.to.port ?? first.name) === first.name) {
      if (entered.has(passing.id))
        add(
          "invalid-bypass",
          t(
            '"{0}" is bypassed and can pass on one input only. Remove one of its wires, or use the node again.',
            passing.id,
          ),
          edge.place,
          subjectOf(passing, inside),
        );
      entered.add(passing.id);
    }
    const target = occupiedEnd(blocks, scope, inside, edge);
    if (target === undefined) continue;
    if (occupied.has(target))
      add(
        "occupied-port",
        t(
          '"{0}" takes one wire and is already connected. Remove one of the wires, or join them with Add or Concat.',
          target,
        ),
        edge.place,
      );
    occupied.add(target);
  }
  return found;
}

/** The port of an instance, or the output of the block, that a wire ends at: it takes one wire. */
function occupiedEnd(
  blocks: Graph["blocks"],
  scope: Scope,
  inside: Block | undefined,
  { to }: GraphEdge,
): string | undefined {
  const node = scope.nodes.get(to.node);
  if (!node) return inside?.outputs.some(({ name }) => name === to.node) ? to.node : undefined;
  const [first] = blocks.get(node.type)?.inputs ?? [];
  return first && `${to.node}.${to.port ?? first.name}`;
}

function missingOutput({ blocks }: Pick<Graph, "blocks">, node: GraphNode): string {
  return t(
    '"{0}" is bypassed, so that only its first output, "{1}", is there. Begin the wire elsewhere, or use the node again.',
    node.id,
    firstOutput({ blocks }, node) ?? "output",
  );
}

function unknownEnd(
  block: Block,
  { node }: EdgeEnd,
  side: "inputs" | "outputs",
  suggest: ReturnType<typeof limitedSuggestions>,
): string {
  const ports = side === "outputs" ? block.inputs : block.outputs;
  const others = side === "outputs" ? block.outputs : block.inputs;
  const name = shorten(node);
  if (others.some((port) => port.name === node))
    return side === "outputs"
      ? t('"{0}" is an output of the block; a wire inside ends there. Inputs: {1}.', name, list(ports))
      : t('"{0}" is an input of the block; a wire inside begins there. Outputs: {1}.', name, list(ports));
  const meant = suggest(node, [...block.nodes.keys(), ...ports.map((port) => port.name)]);
  return meant === undefined
    ? t(
        'In the block "{0}" there is no node and no port "{1}". Add it, or remove this wire.',
        block.name,
        name,
      )
    : t(
        'In the block "{0}" there is no node and no port "{1}". Did you mean "{2}"?',
        block.name,
        name,
        meant,
      );
}

function unknownPort(
  { node, port = "" }: EdgeEnd,
  { type }: GraphNode,
  ports: readonly BlockPort[],
  side: "inputs" | "outputs",
): string {
  if (ports.length === 0)
    return side === "outputs"
      ? t('"{0}" ({1}) has no outputs, so a wire cannot begin here.', node, type)
      : t('"{0}" ({1}) has no inputs, so a wire cannot end here.', node, type);
  return side === "outputs"
    ? t('"{0}" has no output "{1}". Outputs: {2}.', node, shorten(port), list(ports))
    : t('"{0}" has no input "{1}". Inputs: {2}.', node, shorten(port), list(ports));
}

function list(ports: readonly BlockPort[]): string {
  return shortened(ports.map(({ name }) => `"${name}"`)).join(", ");
}

/** Expressions that cannot be parsed or name unknown parameters, and parameters that nothing uses. */
function checkExpressions(block: Block): Problem[] {
  const found: Problem[] = [];
  const used = new Set<string>();
  const names = Object.keys(block.parameters);
  for (const node of block.nodes.values())
    for (const [param, value] of [...Object.entries(node.params), ["repeat", node.repeat] as const])
      for (const text of expressionsIn(value)) {
        const add = (code: string, message: string) => {
          found.push(error(code, message, placeOf(node, param), { ...subjectOf(node, block), param }));
        };
        try {
          for (const name of parseExpression(text).names) {
            used.add(name);
            if (name === repetition || Object.hasOwn(block.parameters, name)) continue;
            const meant = nearest(name, [...names, repetition]);
            add(
              "unknown-block-parameter",
              meant === undefined
                ? t(
                    '{0}: the block "{1}" has no parameter "{2}". Add it to "parameters".',
                    node.id,
                    block.name,
                    shorten(name),
                  )
                : t(
                    '{0}: the block "{1}" has no parameter "{2}". Did you mean "{3}"?',
                    node.id,
                    block.name,
                    shorten(name),
                    meant,
                  ),
            );
          }
        } catch (thrown) {
          if (!(thrown instanceof ExpressionError)) throw thrown;
          add(
            "invalid-expression",
            t('{0}: "{1}" is not an expression: {2}.', node.id, shorten(text), thrown.message),
          );
        }
      }
  for (const name of names)
    if (!used.has(name))
      found.push({
        ...error(
          "unused-parameter",
          t(
            'The block "{0}" does not use its parameter "{1}": write "${1}" inside, or remove it.',
            block.name,
            name,
          ),
          block.places.parameters[name] ?? block.places.name,
          { block: block.name },
        ),
        severity: "warning",
      });
  return found;
}

/** Outputs that no wire inside leads to. */
function checkOutputs(block: Block): Problem[] {
  const connected = new Set(block.edges.map(({ to }) => to.node));
  return block.outputs
    .filter(({ name }) => !connected.has(name) && !block.unread.wires.has(name))
    .map(({ name, place }) =>
      error(
        "missing-output",
        t(
          'In the block "{0}" nothing is connected to the output "{1}". Draw a wire to it.',
          block.name,
          name,
        ),
        place,
        { block: block.name },
      ),
    );
}

function placeOf({ places }: GraphNode, param: string): TextRange {
  return (param === "type" ? undefined : places.params[param]) ?? places.type;
}

function subjectOf({ id }: GraphNode, inside: Block | undefined): Subject {
  return inside ? { block: inside.name, member: id } : { node: id };
}

function error(code: string, message: string, range: TextRange, subject: Subject): Problem {
  return { code, severity: "error", message, range, ...subject };
}
