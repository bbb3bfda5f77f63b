import { operationOf, operations } from "../ops";
import { areNamed, mapInputs, nameOf, type AnyInputs } from "../ops/inputs";
import type { AttributesOf, Builder, Instruction, Operand, OperationName, Value } from "../ops/operation";
import { at, sameShape, type DType, type TensorType } from "../tensor/tensor";
import { outputName, type OutputTag } from "./outputTag";
import type { FedPort, Feed, Output, Program, StateSlot } from "./program";
import { pathOf } from "../tensor/path";

/**
 * Appends to a Program under construction. `b` is what layers, gradients and optimizers see: a method for each
 * operation; the rest declares feeds, state and outputs.
 */
export class ProgramBuilder {
  readonly b: Builder;
  instructions: Instruction[] = [];
  private readonly feeds = new Map<string, Feed>();
  private readonly state = new Map<string, StateSlot>();
  private readonly outputs: Output[] = [];
  private readonly constants = new Map<number, Value>();

  /** `ids` numbers the values: builders that share it never use an id twice. */
  constructor(readonly ids = { next: 0 }) {
    const names = Object.keys(operations) as OperationName[];
    this.b = Object.fromEntries(names.map((name) => [name, this.method(name)])) as unknown as Builder;
  }

  /** A value that the caller writes before each step; calls with the same name return the same value. */
  feed(name: string, type: TensorType, port?: FedPort): Value {
    const existing = this.feeds.get(name);
    if (existing) {
      expectType(name, existing.value.type, type);
      return existing.value;
    }
    const value = this.value(type);
    this.feeds.set(name, { name, value, ...(port && { port }) });
    return value;
  }

  /** The feed of a port, under its path. */
  feedPort(port: FedPort, type: TensorType): Value {
    return this.feed(pathOf(port.node, port.port), type, port);
  }

  /** A value that outlives the step; calls with the same name return the same value. */
  slot(name: string, type: TensorType): Value {
    const existing = this.state.get(name);
    if (existing) {
      expectType(name, existing.value.type, type);
      return existing.value;
    }
    const value = this.value(type);
    this.state.set(name, { name, value });
    return value;
  }

  /** Replaces a state slot after the step. */
  update(name: string, next: Value): void {
    const slot = this.state.get(name);
    if (!slot) throw new Error(`no state called ${name}`);
    expectType(name, slot.value.type, next.type);
    this.state.set(name, { ...slot, next });
  }

  /** Adds an output by its tag, or by a name that only the caller interprets. Returns its name. */
  output(what: OutputTag | string, value: Value): string {
    const named = typeof what === "string" ? { name: what } : { name: outputName(what), tag: what };
    this.outputs.push({ ...named, value });
    return named.name;
  }

  finish(): Program {
    return {
      feeds: [...this.feeds.values()],
      state: [...this.state.values()],
      instructions: [...this.instructions],
      outputs: [...this.outputs],
    };
  }

  private value(type: TensorType): Value {
    return { id: this.ids.next++, type };
  }

  private method(name: OperationName) {
    const { inputs, outputs = 1 } = operationOf(name);
    const names = inputs.map(nameOf);
    const isNamed = areNamed(inputs);
    return (...args: unknown[]): Value | readonly Value[] => {
      const operands = isNamed ? args[0] : Object.fromEntries(names.map((input, i) => [input, args[i]]));
      const attributes = args[isNamed ? 1 : names.length] ?? {};
      const results = this.append(name, operands as AnyInputs<Operand>, attributes);
      return outputs === 1 ? at(results, 0) : results;
    };
  }

  /** An instruction of any operation; `b` has a method for each. */
  append(
    name: OperationName,
    operands: AnyInputs<Operand>,
    attributes: AttributesOf<OperationName>,
  ): Value[] {
    const operation = operationOf(name);
    const declared = Object.fromEntries(
      operation.inputs.map((input) => [nameOf(input), operands[nameOf(input)]]),
    );
    const inputs = mapInputs(declared, (operand) =>
      typeof operand === "number" ? this.constant(operand) : operand,
    );
    const types = operation.infer(
      mapInputs<Value, TensorType>(inputs, ({ type }) => type),
      attributes,
    );
    const outputs = types.map((type) => this.value(type));
    this.instructions.push({ op: name, inputs, outputs, attributes } as Instruction);
    return outputs;
  }

  /** One constant instruction per number. */
  private constant(value: number): Value {
    const existing = this.constants.get(value);
    if (existing) return existing;
    const constant = at(this.append("constant", {}, { value }), 0);
    this.constants.set(value, constant);
    return constant;
  }
}

function expectType(name: string, known: TensorType, type: { shape: readonly number[]; dtype: DType }): void {
  if (known.dtype !== type.dtype || !sameShape(known.shape, type.shape)) {
    throw new Error(
      `${name} is ${known.dtype}[${known.shape.join(", ")}], not ${type.dtype}[${type.shape.join(", ")}]`,
    );
  }
}
