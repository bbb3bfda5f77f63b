import type { Input, InputsOf, Instruction, List, OperationName, Value } from "./operation";

/** An entry for each input of any operation, by name. */
export type AnyInputs<T> = Readonly<Record<string, T | readonly T[] | undefined>>;

/** The entries of all inputs, in the order of declaration. */
export function listed<T>(inputs: AnyInputs<T>): T[] {
  const all: T[] = [];
  for (const input of Object.values(inputs)) {
    if (isList(input)) all.push(...input);
    else if (input !== undefined) all.push(input);
  }
  return all;
}

/** All values that an instruction reads. */
export function operandsOf({ inputs }: Instruction): Value[] {
  return listed<Value>(inputs);
}

/** Applies a function to every entry. */
export function mapInputs<T, U>(inputs: AnyInputs<T>, map: (input: T) => U): InputsOf<OperationName, U> {
  const mapped: Record<string, U | readonly U[] | undefined> = {};
  for (const [name, input] of Object.entries(inputs))
    mapped[name] = isList(input) ? input.map(map) : input === undefined ? undefined : map(input);
  return mapped;
}

/** The instruction with other inputs. */
export function withInputs(instruction: Instruction, inputs: AnyInputs<Value>): Instruction {
  return { ...instruction, inputs } as unknown as Instruction;
}

export function nameOf(input: Input): string {
  if (typeof input === "string") return input;
  return "list" in input ? input.list : input.optional;
}

/** Whether a call passes its inputs by name, because their positions would be ambiguous. */
export function areNamed(inputs: readonly Input[]): boolean {
  return inputs.some((input) => typeof input !== "string") && !(inputs.length === 1 && isListed(inputs[0]));
}

function isListed(input: Input | undefined): input is List {
  return typeof input === "object" && "list" in input;
}

function isList<T>(input: T | readonly T[] | undefined): input is readonly T[] {
  return Array.isArray(input);
}
