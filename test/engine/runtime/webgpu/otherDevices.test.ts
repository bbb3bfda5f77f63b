import { describe, it } from "vitest";
import { operations } from "../../../../engine/ops";
import type { DeviceTraits } from "../../../../engine/ops/operation";
import { operationCases, type OperationCase } from "../../ops/cases";
import { checkOperation } from "./operationProgram";
import { useSoftwareDevice } from "./softwareDevice";

const { session } = useSoftwareDevice();

/** Traits of devices that get other kernels than this adapter, which can run them too. */
const devices: Readonly<Record<string, Partial<DeviceTraits>>> = {
  "a software adapter without subgroups": { subgroupSize: 0 },
  "a GPU": { software: false },
  "a GPU with few workgroups": { software: false, maxWorkgroups: 3 },
};
/** Operations whose kernels differ by device. */
const varied = new Set<string>(
  Object.values(operations).flatMap(({ name, webgpu }) =>
    typeof webgpu === "function" || webgpu?.kind === "kernels" ? [name] : [],
  ),
);

describe.each(Object.entries(devices))("with the kernels for %s", (_, traits) => {
  const chosen = operationCases.filter((entry) => varied.has(entry.op) && isWorthwhile(entry));
  it.each(chosen.map((entry) => [entry.title, entry] as const))("%s", async (_title, entry) => {
    await checkOperation(session(traits), entry);
  });
});

/** Products take long to compile, and transposed ones differ only in their strides. */
function isWorthwhile({ op, attributes }: OperationCase): boolean {
  if (!/matmul|conv2d/.test(op)) return true;
  const { transposeA, transposeB } = attributes as { transposeA?: boolean; transposeB?: boolean };
  return transposeA === transposeB;
}
