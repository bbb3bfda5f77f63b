import { launch } from "./launch";
import type { DeviceTraits, Kernel, Value } from "./operation";
import { at, sizeOf, stridesOf } from "../tensor/tensor";

/** Enough invocations to split a long reduction over. */
const enoughInvocations = { software: 512, gpu: 16_384 };
/** The fewest elements worth an invocation. */
const minElements = 32;

/** The merged axes of each kind that the shader has constants for; only tensors of nine axes or more may need more. */
const maxAxes = 4;

interface Axis {
  readonly size: number;
  readonly stride: number;
  readonly reduced: boolean;
}

/** Kernels for a sum or maximum over some axes; long reductions take two launches. */
export function planReduction(
  x: Value,
  y: Value,
  axes: readonly number[],
  combine: "sum" | "max",
  device: DeviceTraits,
): { readonly kernels: readonly Kernel[]; readonly scratch?: readonly number[] } {
  const merged = mergedAxes(x.type.shape, axes);
  const kept = merged.filter(({ reduced }) => !reduced);
  const reduced = merged.filter((axis) => axis.reduced);
  const [outputs, count] = [sizeOf(kept.map(({ size }) => size)), sizeOf(reduced.map(({ size }) => size))];
  const enough = device.software ? enoughInvocations.software : enoughInvocations.gpu;
  const chunks = Math.max(1, Math.min(Math.ceil(enough / outputs), Math.floor(count / minElements)));
  const kernel = (chunked: number, total: number, constants: Readonly<Record<string, number>>): Kernel => {
    const { workgroups, constants: row } = launch(outputs * chunked, device);
    return {
      shader: `${x.type.dtype}+reduce`,
      constants: {
        ...constants,
        ...row,
        OUTPUTS: outputs,
        COUNT: total,
        CHUNKS: chunked,
        TAKE_MAX: Number(combine === "max"),
      },
      workgroups,
    };
  };
  const first = kernel(chunks, count, {
    ...axisConstants("KEPT", kept),
    ...axisConstants("REDUCED", reduced),
  });
  if (chunks === 1) return { kernels: [first] };
  const parts = {
    ...axisConstants("KEPT", [{ size: outputs, stride: chunks }]),
    ...axisConstants("REDUCED", [{ size: chunks, stride: 1 }]),
  };
  return {
    kernels: [
      { ...first, bindings: [x, { scratch: 0 }] },
      { ...kernel(1, chunks, parts), bindings: [{ scratch: 0 }, y] },
    ],
    scratch: [outputs * chunks],
  };
}

/** Merges neighbouring axes that are both kept or both reduced, as a contiguous tensor permits. */
function mergedAxes(shape: readonly number[], axes: readonly number[]): Axis[] {
  const strides = stridesOf(shape);
  const merged: Axis[] = [];
  shape.forEach((size, axis) => {
    if (size === 1) return;
    const reduced = axes.includes(axis);
    const last = merged.at(-1);
    const stride = at(strides, axis);
    if (last?.reduced === reduced) merged[merged.length - 1] = { size: last.size * size, stride, reduced };
    else merged.push({ size, stride, reduced });
  });
  return merged;
}

function axisConstants(name: string, axes: readonly { size: number; stride: number }[]) {
  if (axes.length > maxAxes) throw new RangeError(`a reduction that alternates between ${axes.length} axes`);
  const constants: Record<string, number> = {};
  for (let i = 0; i < maxAxes; i++) {
    const axis = axes[i - maxAxes + axes.length];
    constants[`${name}_${String(i)}`] = axis?.size ?? 1;
    constants[`${name}_STRIDE_${String(i)}`] = axis?.stride ?? 0;
  }
  return constants;
}
