import { t } from "@vscode/l10n";
import { decompose } from "../../compiler/decompose";
import type { Program } from "../../compiler/program";
import type { HostArray, HostArrays } from "../../tensor/hostArrays";
import { operationOf } from "../../ops";
import { mapInputs } from "../../ops/inputs";
import type { Body, Instruction, Value } from "../../ops/operation";
import { at, sizeOf, type HostTensor } from "../../tensor/tensor";
import { machineMemory } from "../machineMemory";
import type { Executable, OnOutputs, Runtime, Session } from "../runtime";
import type { DeviceInfo } from "../../run/device";

/** Plain loops in float64, which the tests compare the other devices with. Not meant for training. */
export class ReferenceRuntime implements Runtime {
  readonly device: DeviceInfo = {
    kind: "reference",
    name: t("Reference, float64 loops"),
    // Memory is counted at four bytes per number, and float64 takes eight.
    memory: machineMemory() / 2,
  };

  open(): Session {
    return new ReferenceSession();
  }

  dispose(): Promise<void> {
    return Promise.resolve();
  }
}

class ReferenceSession implements Session {
  private readonly state = new Map<string, HostTensor>();

  load(given: Program, onOutputs: OnOutputs): Promise<Executable> {
    const program = decompose(given, "reference");
    for (const { name, value } of program.state)
      if (!this.state.has(name)) this.state.set(name, tensorFor(value));
    const run = (feeds: HostArrays, index: number) => {
      const results = execute(program, feeds, this.state);
      onOutputs(index, results);
      return undefined;
    };
    return Promise.resolve({ run, drain: () => Promise.resolve(), dispose: () => undefined });
  }

  write(values: HostArrays): Promise<void> {
    for (const [name, data] of Object.entries(values)) stateOf(this.state, name).data.set(data);
    return Promise.resolve();
  }

  read(names: readonly string[]): Promise<Record<string, HostArray>> {
    return Promise.resolve(
      Object.fromEntries(names.map((name) => [name, stateOf(this.state, name).data.slice()])),
    );
  }

  dispose(): void {
    this.state.clear();
  }
}

function execute(program: Program, feeds: HostArrays, state: Map<string, HostTensor>): HostArrays {
  const values = new Map<number, HostTensor>();
  for (const { name, value } of program.feeds) {
    const data = feeds[name];
    const tensor = tensorFor(value);
    if (data?.length !== tensor.data.length)
      throw new Error(`feed ${name} needs ${String(tensor.data.length)} elements`);
    tensor.data.set(data);
    values.set(value.id, tensor);
  }
  for (const { name, value } of program.state) values.set(value.id, stateOf(state, name));
  evaluate(program.instructions, values);
  const valueOf = (value: Value) => known(values, value);
  const results = Object.fromEntries(program.outputs.map(({ name, value }) => [name, valueOf(value).data]));
  for (const { name, next } of program.state) if (next) state.set(name, copy(valueOf(next)));
  return results;
}

function evaluate(instructions: readonly Instruction[], values: Map<number, HostTensor>): void {
  for (const { op, inputs, outputs, attributes } of instructions) {
    const results = outputs.map(tensorFor);
    const taken = mapInputs<Value, HostTensor>(inputs, (value) => known(values, value));
    const { reference } = operationOf(op);
    if (!reference) throw new Error(`${op} must be decomposed for the reference runtime`);
    reference(taken, results, attributes, runBody);
    outputs.forEach(({ id }, i) => values.set(id, at(results, i)));
  }
}

/** Computes the outputs of an operation's body, such as one step of a scan. */
export function runBody({ feeds, instructions, outputs }: Body, inputs: readonly HostTensor[]): HostTensor[] {
  const values = new Map(feeds.map(({ value }, i) => [value.id, at(inputs, i)]));
  evaluate(instructions, values);
  return outputs.map(({ value }) => known(values, value));
}

function known(values: ReadonlyMap<number, HostTensor>, { id }: Value): HostTensor {
  const tensor = values.get(id);
  if (!tensor) throw new Error(`value ${String(id)} is used before it is computed`);
  return tensor;
}

function stateOf(state: ReadonlyMap<string, HostTensor>, name: string): HostTensor {
  const tensor = state.get(name);
  if (!tensor) throw new Error(`no state called ${name}`);
  return tensor;
}

function tensorFor({ type }: Value): HostTensor {
  const size = sizeOf(type.shape);
  return { type, data: type.dtype === "int32" ? new Int32Array(size) : new Float64Array(size) };
}

function copy({ type, data }: HostTensor): HostTensor {
  return { type, data: data.slice() };
}
