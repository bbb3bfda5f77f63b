import type { Instruction, Value } from "../ops/operation";
import type { NodePath } from "../tensor/path";
import type { DType } from "../tensor/tensor";
import type { OutputTag } from "./outputTag";

/** A value that the caller writes before each step: a batch, the learning rate, the step number, the seed. */
export interface Feed {
  readonly name: string;
  readonly value: Value;
  /** The port it provides, if any: an output of a data node, or random numbers that a node would draw. */
  readonly port?: FedPort;
}

export interface FedPort {
  readonly kind: "data" | "noise";
  readonly node: NodePath;
  readonly port: string;
}

/**
 * A value that outlives the step: a weight (`hidden.weight`) or an optimizer's moment (`hidden.weight/exp_avg`).
 * `next` is its value after the step; without it, the step only reads the slot.
 */
export interface StateSlot {
  readonly name: string;
  readonly value: Value;
  readonly next?: Value;
}

export interface Output {
  readonly name: string;
  readonly value: Value;
  /** Absent if only the code that built the Program reads the output, as in a scan's body. */
  readonly tag?: OutputTag;
}

/**
 * One step as a list of instructions with static shapes, in single assignment form and in execution order. Immutable:
 * each pass returns a new Program.
 */
export interface Program {
  readonly feeds: readonly Feed[];
  readonly state: readonly StateSlot[];
  readonly instructions: readonly Instruction[];
  readonly outputs: readonly Output[];
}

/** Scalar feeds that every training Program may read; int32 ones are written as the bits of a uint32. */
export const scalarFeeds = {
  learningRate: "float32",
  /** Counts from 1, as optimizers' bias corrections do. */
  step: "int32",
  seed: "int32",
  /** 0 in the first step of an epoch, whose carried states are zeros, then 1. */
  carry: "float32",
} as const satisfies Record<string, DType>;
