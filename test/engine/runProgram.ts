import type { Program } from "../../engine/compiler/program";
import type { Value } from "../../engine/ops/operation";
import { ReferenceRuntime } from "../../engine/runtime/reference/ReferenceRuntime";
import type { HostArray, HostArrays } from "../../engine/tensor/hostArrays";
import { sizeOf } from "../../engine/tensor/tensor";

/** The outputs of one step on the reference runtime; feeds and state that are not given, by name, are all `fill`. */
export async function runProgram(program: Program, given: HostArrays = {}, fill = 1): Promise<HostArrays> {
  const session = new ReferenceRuntime().open();
  const outputs: Record<string, HostArray> = {};
  const executable = await session.load(program, (_, results) => {
    for (const [name, values] of Object.entries(results)) outputs[name] = values.slice();
  });
  const arrayOf = ({ name, value: { type } }: { readonly name: string; readonly value: Value }) => {
    const Numbers = type.dtype === "int32" ? Int32Array : Float64Array;
    return [name, given[name] ?? new Numbers(sizeOf(type.shape)).fill(fill)] as const;
  };
  await session.write(Object.fromEntries(program.state.map(arrayOf)));
  await executable.run(Object.fromEntries(program.feeds.map(arrayOf)), 1);
  await executable.drain();
  return outputs;
}
