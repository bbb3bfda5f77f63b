import type { LeftRecurrence } from "../../compiler/inferenceStep";
import type { OnnxEmitter } from "../../ops/operation";
import { at } from "../../tensor/tensor";
import { GraphEmitter } from "./emitter";
import type { OnnxGraph, OnnxNode } from "./model";
import { removeDeadNodes } from "./simplifyGraph";

/** For each of ONNX's gates, its index among PyTorch's: LSTM i, o, f, c in i, f, g, o; GRU z, r, h in r, z, n. */
const gateOrders = { LSTM: [0, 3, 1, 2], GRU: [1, 0, 2], RNN: [0] } as const;

/**
 * Adds ONNX's own LSTM, GRU and RNN for the layers that were left out of a graph. Weights stay initializers with
 * PyTorch's names and layouts; a few nodes convert them to ONNX's, which runtimes do once when they load a model. https://onnx.ai/onnx/operators/onnx__LSTM.html, onnx__GRU.html, onnx__RNN.html
 */
export function withRecurrences(graph: OnnxGraph, recurrences: readonly LeftRecurrence[]): OnnxGraph {
  if (recurrences.length === 0) return graph;
  const emitter = new GraphEmitter(() => {
    throw new Error("a recurrent layer has no body");
  }, "recurrent/");
  const added = recurrences.flatMap((recurrence) => recurrentNodes(emitter, recurrence));
  const { nodes, constants } = emitter.emitted;
  const read = new Set(recurrences.flatMap(readBy));
  const given = new Set(recurrences.flatMap(({ output, states }) => [output, ...states]));
  return removeDeadNodes({
    ...graph,
    inputs: graph.inputs.filter(({ name }) => !given.has(name)),
    outputs: graph.outputs.filter(({ name }) => !read.has(name)),
    initializers: [...graph.initializers, ...constants],
    nodes: inOrder([...graph.nodes, ...nodes, ...added]),
  });
}

function readBy({ sequence, directions, first }: LeftRecurrence): string[] {
  const weights = directions.flatMap(({ weights, biases = [] }) => [...weights, ...biases]);
  return [sequence, ...weights, ...first.flatMap((name) => name ?? [])];
}

/** Emits a layer, and returns the nodes that give its outputs the graph's names. */
function recurrentNodes(emit: OnnxEmitter, recurrence: LeftRecurrence): OnnxNode[] {
  const { kind, hiddenSize, sequence, directions, first, output, states } = recurrence;
  const join = (parts: readonly string[], axis: number) =>
    parts.length === 1 ? at(parts, 0) : emit.node("Concat", parts, { axis });
  const order = gateOrders[kind.type];
  /** The rows of all gates in ONNX's order, with a leading axis for the direction. */
  const rows = (name: string, ...row: number[]) => {
    const gates = emit.node("Reshape", [name, emit.int64([order.length, hiddenSize, ...row])]);
    const ordered = emit.node("Gather", [gates, emit.int64(order)], { axis: 0 });
    return emit.node("Reshape", [ordered, emit.int64([1, order.length * hiddenSize, ...row])]);
  };
  const weights = (k: number) =>
    join(
      directions.map((direction) => rows(at(direction.weights, k), -1)),
      0,
    );
  const biases = directions.flatMap(({ biases }) =>
    biases
      ? [
          join(
            biases.map((bias) => rows(bias)),
            1,
          ),
        ]
      : [],
  );
  const swapped = (name: string) => emit.node("Transpose", [name], { perm: [1, 0, 2] });
  const inputs = [
    swapped(sequence),
    weights(0),
    weights(1),
    biases.length > 0 ? join(biases, 0) : "",
    "",
    ...first.map((name) => (name === undefined ? "" : swapped(name))),
  ];
  while (inputs.at(-1) === "") inputs.pop();
  const direction = directions.length === 1 ? "forward" : "bidirectional";
  const [all = "", ...lasts] = emit.nodes(kind.type, inputs, 1 + states.length, {
    hidden_size: hiddenSize,
    direction,
    ...(kind.type === "GRU" && { linear_before_reset: 1 }),
    ...(kind.type === "RNN" && { activations: directions.map(() => kind.activation) }),
  });
  // [time, directions, N, hidden] to [N, time, directions·hidden]; 0 leaves a size as it is.
  const batchFirst = emit.node("Transpose", [all], { perm: [2, 0, 1, 3] });
  return [
    { type: "Reshape", inputs: [batchFirst, emit.int64([0, 0, -1])], outputs: [output], attributes: {} },
    ...states.map((state, i) => ({
      type: "Transpose",
      inputs: [at(lasts, i)],
      outputs: [state],
      attributes: { perm: [1, 0, 2] },
    })),
  ];
}

/** Sorts nodes topologically: those without inputs from other nodes first, in the given order. */
function inOrder(nodes: readonly OnnxNode[]): OnnxNode[] {
  const makers = new Map(nodes.flatMap((node) => node.outputs.map((name) => [name, node] as const)));
  const readers = new Map<OnnxNode, OnnxNode[]>();
  const waiting = new Map<OnnxNode, number>();
  for (const node of nodes) {
    const before = new Set(node.inputs.flatMap((name) => makers.get(name) ?? []));
    waiting.set(node, before.size);
    for (const maker of before) {
      const known = readers.get(maker);
      if (known) known.push(node);
      else readers.set(maker, [node]);
    }
  }
  const ordered = nodes.filter((node) => waiting.get(node) === 0);
  // Grows while it is iterated.
  for (const node of ordered) {
    for (const reader of readers.get(node) ?? []) {
      const left = (waiting.get(reader) ?? 0) - 1;
      waiting.set(reader, left);
      if (left === 0) ordered.push(reader);
    }
  }
  return ordered;
}
