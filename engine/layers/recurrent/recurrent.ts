import { t } from "@vscode/l10n";
import { sampleShape, showShape, type GraphType } from "../../tensor/graphType";
import { LayerProblem } from "../LayerProblem";
import { recurrentCells, type CellName } from "../../ops/recurrentCells";
import { defaultUniform } from "../initializer";
import type { InferContext, Layer, Port, Weight } from "../layer";
import { boolean, integer, number, type Values } from "../../parameters/parameter";
import { expectSequence, sameSizes } from "../functional/expect";

/** The parameters of every recurrent layer. */
export const recurrentParams = {
  hiddenSize: integer({ minimum: 1, help: "Size of the state." }),
  numLayers: integer({
    minimum: 1,
    maximum: 1000,
    default: 1,
    help: "Number of stacked layers; each reads the states of the one below.",
  }),
  bias: boolean({ default: true, help: "Adds learned biases at each step." }),
  dropout: number({
    minimum: 0,
    maximum: 1,
    default: 0,
    help: "Fraction of the values between layers to drop in training.",
  }),
  bidirectional: boolean({
    default: false,
    help: "Also reads the sequence backwards, with separate weights; both outputs are concatenated.",
  }),
  carry: boolean({
    default: false,
    help: "Starts each batch with the last state of the batch before, and each epoch with zeros (truncated back-propagation through time). Needs data in order.",
  }),
};
type Params = typeof recurrentParams;

/** What distinguishes one recurrent layer from another. */
export interface RecurrentRecord {
  readonly cell: CellName;
  /** Values per unit and step saved for the backward pass, besides the output. */
  readonly saved: number;
}

const stateHelp = {
  hidden: {
    first: "The state before the first step; zeros if not connected.",
    last: "The state after the last step.",
  },
  cell: {
    first: "The memory cell before the first step; zeros if not connected.",
    last: "The memory cell after the last step.",
  },
};

/**
 * A recurrent layer's record from its cell: ports, shapes, weights and costs. `runRecurrent` lowers it.
 *
 * The output is [N, time, directions·hidden]. Initial and final states are [N, hidden] for one layer in one direction
 * and [N, numLayers·directions, hidden] otherwise, in PyTorch's order (a layer's directions next to each other) but
 * batch first: they can be passed from an encoder to a decoder unchanged, and Flatten turns them into features.
 */
export function recurrent({ cell, saved }: RecurrentRecord) {
  const { gates, states } = recurrentCells[cell];
  const inputs: Port[] = [
    { name: "input", help: "A sequence, time×features." },
    ...states.map((state) => ({ name: firstOf(state), optional: true, help: stateHelp[state].first })),
    {
      name: "mask",
      dtype: "any",
      optional: true,
      help: "1 for each step that counts, 0 for the padding after a sequence's end.",
    },
  ];
  const outputs: Port[] = [
    { name: "output", help: "The state after every step." },
    ...states.map((state) => ({ name: state, help: stateHelp[state].last })),
  ];
  return {
    gives: "states" as const,
    inputs,
    outputs,
    infer: ({ params, input, inputs }) => {
      const [time] = expectSequence(input("input"));
      const shape = stateShape(params);
      expectCarriable(params, states, inputs);
      for (const state of states) expectState(inputs[firstOf(state)]?.[0], shape, firstOf(state));
      expectMask(inputs.mask?.[0], time);
      return {
        output: { shape: ["N", time, directionsOf(params).length * params.hiddenSize], dtype: "float32" },
        ...Object.fromEntries(
          states.map((state) => [state, { shape: ["N", ...shape], dtype: "float32" } as const]),
        ),
      };
    },
    weights: (context) => {
      const { hiddenSize, bias } = context.params;
      const rows = gates * hiddenSize;
      const weight = (...shape: number[]): Weight => ({
        shape,
        init: defaultUniform(hiddenSize),
        trainable: true,
      });
      const entries = runsOf(context).flatMap(({ suffix, features }) => [
        [`weight_ih_${suffix}`, weight(rows, features)] as const,
        [`weight_hh_${suffix}`, weight(rows, hiddenSize)] as const,
        ...(bias
          ? [[`bias_ih_${suffix}`, weight(rows)] as const, [`bias_hh_${suffix}`, weight(rows)] as const]
          : []),
      ]);
      return Object.fromEntries(entries);
    },
    multiplyAdds: (context) => {
      const [time] = expectSequence(context.input("input"));
      const { hiddenSize } = context.params;
      return runsOf(context).reduce(
        (sum, { features }) => sum + gates * time * hiddenSize * (features + hiddenSize),
        0,
      );
    },
    saves: (context) => {
      const [time] = expectSequence(context.input("input"));
      const runs = runsOf(context).length;
      // Outputs between layers and their gradients are saved as well.
      const between = 2 * (runs - directionsOf(context.params).length);
      return (saved * runs + between) * time * context.params.hiddenSize;
    },
  } satisfies Partial<Layer<Params>>;
}

/** The suffixes that PyTorch adds to the weights of a layer's directions. */
export function directionsOf({ bidirectional }: Pick<Values<Params>, "bidirectional">) {
  return bidirectional ? (["", "_reverse"] as const) : ([""] as const);
}

/** The input for an initial state: PyTorch's h_0 and c_0. */
export function firstOf(state: "hidden" | "cell") {
  return `${state}0` as const;
}

/** The shape of a sample's initial and final states, for all layers and directions. */
export function stateShape(
  params: Pick<Values<Params>, "numLayers" | "bidirectional" | "hiddenSize">,
): number[] {
  const runs = params.numLayers * directionsOf(params).length;
  return runs === 1 ? [params.hiddenSize] : [runs, params.hiddenSize];
}

/** Every layer in every direction: the suffix of its weights and its number of input features. */
function runsOf({ params, input }: InferContext<Params>) {
  const [, features] = expectSequence(input("input"));
  const directions = directionsOf(params);
  return Array.from({ length: params.numLayers }, (_, layer) =>
    directions.map((direction) => ({
      suffix: `l${String(layer)}${direction}`,
      features: layer === 0 ? features : directions.length * params.hiddenSize,
    })),
  ).flat();
}

function expectState(type: GraphType | undefined, shape: readonly number[], port: string): void {
  if (!type || sameSizes(sampleShape(type), shape)) return;
  throw new LayerProblem(
    "shape-mismatch",
    shape.length === 1
      ? t("needs an initial state of {0} numbers but gets {1}", shape.join("×"), showShape(type))
      : t(
          "needs an initial state of {0}, one row per layer and direction, but gets {1}",
          shape.join("×"),
          showShape(type),
        ),
    { port },
  );
}

/** The state at a sequence's end continues only in its own direction, and only where no other state is given. */
function expectCarriable(
  { carry, bidirectional }: Pick<Values<Params>, "carry" | "bidirectional">,
  states: readonly ("hidden" | "cell")[],
  inputs: InferContext<Params>["inputs"],
): void {
  if (!carry) return;
  if (bidirectional)
    throw new LayerProblem(
      "carry-does-not-fit",
      t(
        "cannot carry its state to the next batch and also read backwards: the backward direction would begin with what comes after. Set carry or bidirectional to false",
      ),
      { param: "carry" },
    );
  const given = states.map(firstOf).find((port) => (inputs[port] ?? []).length > 0);
  if (given !== undefined)
    throw new LayerProblem(
      "carry-does-not-fit",
      t(
        'starts from the state carried over from the batch before and cannot also start from the one at "{0}": set carry to false, or remove the wire',
        given,
      ),
      { param: "carry" },
    );
}

function expectMask(type: GraphType | undefined, time: number): void {
  if (!type || sameSizes(sampleShape(type), [time])) return;
  throw new LayerProblem(
    "shape-mismatch",
    t("needs a mask of one number for each of the {0} steps but gets {1}", time, showShape(type)),
    { port: "mask" },
  );
}
