import { launch } from "./launch";
import { defineOperation, type WebgpuLowering } from "./operation";
import { at, sizeOf } from "../tensor/tensor";

declare module "./operation" {
  interface Operations {
    concat: Signature<[List<"parts">], { readonly axis: number }>;
  }
}

/** Concatenates tensors along an axis; their other sizes must be equal. */
export const concat = defineOperation({
  name: "concat",
  inputs: [{ list: "parts" }],
  infer: ({ parts }, { axis }) => {
    const first = at(parts, 0);
    for (const { shape } of parts) {
      if (
        shape.length !== first.shape.length ||
        shape.some((size, i) => i !== axis && size !== first.shape[i])
      ) {
        throw new Error(`concat: [${first.shape.join(", ")}] and [${shape.join(", ")}] along ${axis}`);
      }
    }
    const total = parts.reduce((sum, { shape }) => sum + at(shape, axis), 0);
    return [{ shape: first.shape.map((size, i) => (i === axis ? total : size)), dtype: first.dtype }];
  },
  reference: ({ parts }, [y], { axis }) => {
    const row = sizeOf(y.type.shape.slice(axis));
    let start = 0;
    for (const { type, data } of parts) {
      const part = sizeOf(type.shape.slice(axis));
      for (let element = 0; element < data.length; element++) {
        y.data[Math.floor(element / part) * row + start + (element % part)] = data[element] ?? NaN;
      }
      start += part;
    }
  },
  gradient: (b, { inputs, attributes: { axis }, gradients: [g] }) => {
    let start = 0;
    const parts = inputs.parts.map(({ type: { shape } }) => {
      const starts = shape.map((_, i) => (i === axis ? start : 0));
      start += at(shape, axis);
      return b.slice(g, { starts, ends: shape.map((size, i) => at(starts, i) + size) });
    });
    return { parts };
  },
  webgpu: ({ inputs: { parts } }) =>
    parts.length <= maxSelected ? { kind: "view", expression } : { kind: "kernels", plan },
  onnx: (emit, { parts }, { attributes }) => [emit.node("Concat", parts, { axis: attributes.axis })],
});

/** Up to this many parts, each element reads all of them and selects one; more are copied one after the other. */
const maxSelected = 4;

const expression: Extract<WebgpuLowering<"concat">, { kind: "view" }>["expression"] = (
  read,
  coordinates,
  { inputs: { parts }, attributes: { axis } },
) => {
  const position = at(coordinates, axis);
  let end = 0;
  let chosen = "";
  parts.forEach((part, i) => {
    const start = end;
    end += at(part.type.shape, axis);
    const range = `clamp(${position}, ${String(start)}u, ${String(end - 1)}u) - ${String(start)}u`;
    const element = read(
      part,
      coordinates.map((coordinate, other) => (other === axis ? range : coordinate)),
    );
    chosen = i === 0 ? element : `select(${element}, ${chosen}, ${position} < ${String(start)}u)`;
  });
  return chosen;
};

const plan: Extract<WebgpuLowering<"concat">, { kind: "kernels" }>["plan"] = (
  { inputs: { parts }, outputs: [y], attributes: { axis } },
  device,
) => {
  const total = sizeOf(y.type.shape.slice(axis));
  let start = 0;
  const kernels = parts.map((part) => {
    const { shape } = part.type;
    const [size, inner] = [sizeOf(shape), sizeOf(shape.slice(axis))];
    const { workgroups, constants } = launch(size, device, 16);
    const kernel = {
      shader: "concat",
      constants: { ...constants, SIZE: size, INNER: inner, TOTAL: total },
      workgroups,
      bindings: [part, { number: start }, y],
    };
    start += inner;
    return kernel;
  });
  return { kernels };
};
