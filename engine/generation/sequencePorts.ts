import { sampleShape } from "../tensor/graphType";
import { notASequenceModel } from "./errors";
import type { ModelOutput, ModelPort, SequenceModel } from "./SequenceModel";

/** How a model continues a sequence: what it predicts is fed back into its input. */
export interface SequencePorts {
  /** Class indices, one for each position of the window. */
  readonly input: ModelPort;
  /** Scores of classes for each position, or for what follows the last one. */
  readonly output: ModelOutput;
  readonly window: number;
  /** The number of classes of the input, and of the output. */
  readonly classes: { readonly input: number; readonly output: number };
  /** The class of the input that a class of the output is fed back as: the one of the same name. */
  readonly fedBack: (output: number) => number;
  /** The class of the input that begins a sequence: the only one that is never predicted. */
  readonly start?: number;
}

/**
 * The ports through which a model continues a sequence; undefined if it is no such model. If several inputs are sequences
 * of classes, as in an encoder and decoder, it is the one called `input`.
 */
export function sequencePorts({
  inputs,
  outputs,
}: Pick<SequenceModel, "inputs" | "outputs">): SequencePorts | undefined {
  const output = outputs.find(({ reads }) => reads === "classes");
  const sequences = inputs.filter(({ type }) => type.dtype === "int32" && sampleShape(type).length === 1);
  const input = sequences.find(({ port }) => port === "input") ?? sequences[0];
  const inputClasses = input?.type.classes;
  if (!input || !output || inputClasses === undefined) return undefined;
  const [window = 0] = sampleShape(input.type);
  const scores = sampleShape(output.type);
  const [outputClasses, ...others] = scores.length === 2 ? without(scores, window) : scores;
  if (outputClasses === undefined || others.length > 0) return undefined;
  const names = output.classNames?.length === outputClasses ? output.classNames : undefined;
  const places = names?.map((name) => input.classNames?.indexOf(name) ?? -1);
  const byName = places?.every((place) => place >= 0) ? places : undefined;
  if (!byName && inputClasses !== outputClasses) return undefined;
  const fed = new Set(byName);
  const unpredicted = byName
    ? Array.from({ length: inputClasses }, (_, i) => i).filter((i) => !fed.has(i))
    : [];
  const [start, ...more] = unpredicted;
  return {
    input,
    output,
    window,
    classes: { input: inputClasses, output: outputClasses },
    fedBack: (index) => byName?.[index] ?? index,
    ...(start !== undefined && more.length === 0 && { start }),
  };
}

/** The same, or an EngineError. */
export function expectSequencePorts(predictor: Pick<SequenceModel, "inputs" | "outputs">): SequencePorts {
  const ports = sequencePorts(predictor);
  if (!ports) throw notASequenceModel();
  return ports;
}

/** The sizes without one that is equal to the window; all of them if there is none. */
function without(sizes: readonly number[], window: number): number[] {
  const place = sizes.indexOf(window);
  return sizes.filter((_, index) => index !== place);
}
