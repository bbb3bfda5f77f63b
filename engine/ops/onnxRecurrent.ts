import type { OnnxLowering } from "./operation";
import { at } from "../tensor/tensor";

/**
 * ONNX's operators. `order` has the index of each of their gates among PyTorch's: of an LSTM's i, o, f, c among i, f, g, o,
 * and of a GRU's z, r, h among r, z, n.
 */
const operators = {
  LSTM: { type: "LSTM", order: [0, 3, 1, 2] },
  GRU: { type: "GRU", order: [1, 0, 2] },
  RNN_TANH: { type: "RNN", order: [0], activation: "Tanh" },
  RNN_RELU: { type: "RNN", order: [0], activation: "Relu" },
} as const;

/**
 * Emits ONNX's own LSTM, GRU or RNN. The weights stay initializers with PyTorch's names and layouts; a few nodes, which
 * runtimes compute once when they load a model, convert them to ONNX's layouts.
 * https://onnx.ai/onnx/operators/onnx__LSTM.html, onnx__GRU.html, onnx__RNN.html
 */
export const onnxRecurrent: OnnxLowering<"recurrent"> = (emit, inputs, instruction) => {
  const { attributes, outputs } = instruction;
  const operator = operators[attributes.cell];
  const { type, order } = operator;
  const directions = attributes.bidirectional ? [0, 1] : [0];
  const hiddenSize = at(at(instruction.inputs.weights, 1).type.shape, 1);
  const join = (parts: readonly string[], axis: number) =>
    parts.length === 1 ? at(parts, 0) : emit.node("Concat", parts, { axis });
  /** The rows of all gates in ONNX's order, with a leading axis for the direction. */
  const rows = (name: string, ...row: number[]) => {
    const gates = emit.node("Reshape", [name, emit.int64([order.length, hiddenSize, ...row])]);
    const ordered = emit.node("Gather", [gates, emit.int64(order)], { axis: 0 });
    return emit.node("Reshape", [ordered, emit.int64([1, order.length * hiddenSize, ...row])]);
  };
  const weights = (k: number) =>
    join(
      directions.map((direction) => rows(at(inputs.weights, 2 * direction + k), -1)),
      0,
    );
  const biases = () =>
    join(
      directions.map((direction) =>
        join(
          inputs.biases.slice(2 * direction, 2 * direction + 2).map((bias) => rows(bias)),
          1,
        ),
      ),
      0,
    );
  /** States [N, hidden], one per direction, to [directions, N, hidden]. */
  const stacked = (states: readonly string[]) =>
    join(
      states.map((state) => emit.node("Reshape", [state, emit.int64([1, -1, hiddenSize])])),
      0,
    );
  const operands = [
    emit.node("Transpose", [inputs.sequence], { perm: [1, 0, 2] }),
    weights(0),
    weights(1),
    inputs.biases.length > 0 ? biases() : "",
    "",
    ...[inputs.hidden, inputs.cell].map((states) => (states.length > 0 ? stacked(states) : "")),
  ];
  while (operands.at(-1) === "") operands.pop();
  const stateKinds = (outputs.length - 1) / directions.length;
  const [hidden = "", ...finals] = emit.nodes(type, operands, 1 + stateKinds, {
    hidden_size: hiddenSize,
    direction: attributes.bidirectional ? "bidirectional" : "forward",
    ...(type === "GRU" && { linear_before_reset: 1 }),
    ...("activation" in operator && { activations: directions.map(() => operator.activation) }),
  });
  // [time, directions, N, hidden] to [N, time, directions·hidden]; 0 leaves a size unchanged.
  const batchFirst = emit.node("Transpose", [hidden], { perm: [2, 0, 1, 3] });
  return [
    emit.node("Reshape", [batchFirst, emit.int64([0, 0, -1])]),
    ...finals.flatMap((final) =>
      directions.map((direction) => emit.node("Gather", [final, emit.int64([direction], [])], { axis: 0 })),
    ),
  ];
};
