import { ProgramBuilder } from "../../../engine/compiler/ProgramBuilder";
import type { Value } from "../../../engine/ops/operation";
import type { OutputProbe, ProbeValue, WeightProbe } from "../../../engine/probes/probe";
import type { HostArrays } from "../../../engine/tensor/hostArrays";
import { float } from "../../../engine/tensor/tensor";
import { runProgram } from "../runProgram";

type Numbers = readonly number[];

/** A weight's statistic in one step, of flat tensors on the reference runtime. */
export function measureWeight(
  probe: WeightProbe,
  given: { readonly weight?: Numbers; readonly gradient?: Numbers; readonly next?: Numbers },
): Promise<ProbeValue> {
  const { weight = [1], gradient = weight.map(() => 0), next = weight } = given;
  const tensors = { weight, gradient, next };
  return measure(
    Object.fromEntries(Object.entries(tensors).map(([name, data]) => [name, { shape: [data.length], data }])),
    (b, values) => probe.value(b, values as Record<keyof typeof tensors, Value>),
    probe.read,
  );
}

/** An activation's statistic, of an output of a shape whose units lie along an axis. */
export function measureOutput(
  probe: OutputProbe,
  output: { readonly shape: Numbers; readonly data: Numbers; readonly units: number },
): Promise<ProbeValue> {
  return measure(
    { output },
    (b, { output: value }) => probe.value(b, { value: value!, units: output.units }),
    probe.read,
  );
}

async function measure(
  tensors: Readonly<Record<string, { readonly shape: Numbers; readonly data: Numbers }>>,
  build: (
    b: ProgramBuilder["b"],
    values: Readonly<Record<string, Value>>,
  ) => Value | Readonly<Record<string, Value>>,
  read: ((parts: HostArrays) => ProbeValue) | undefined,
): Promise<ProbeValue> {
  const builder = new ProgramBuilder();
  const values = Object.entries(tensors).map(
    ([name, { shape }]) => [name, builder.feed(name, float(shape))] as const,
  );
  const given = build(builder.b, Object.fromEntries(values));
  const isOne = typeof given.id === "number";
  const parts = isOne ? { value: given as Value } : (given as Readonly<Record<string, Value>>);
  for (const [name, value] of Object.entries(parts)) builder.output(name, value);
  const feeds = Object.entries(tensors).map(([name, { data }]) => [name, Float64Array.from(data)] as const);
  const result = await runProgram(builder.finish(), Object.fromEntries(feeds));
  return isOne ? result.value![0]! : read!(result);
}
