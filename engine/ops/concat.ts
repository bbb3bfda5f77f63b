import { launch } from "./launch";
import { defineOperation, type WebgpuLowering } from "./operation";
import { at, sizeOf } from "../tensor/tensor";

declare module "./operation" {
  interface Operations {
    concat: Signature<"list", { readonly axis: number }>;
  }
}

/** Tensors one after the other along an axis; their other sizes agree. */
export const concat = defineOperation({
  name: "concat",
  infer: (inputs, { axis }) => {
    const first = at(inputs, 0);
    for (const { shape } of inputs) {
      if (
        shape.length !== first.shape.length ||
        shape.some((size, i) => i !== axis && size !== first.shape[i])
      ) {
        throw new Error(`concat: [${first.shape.join(", ")}] and [${shape.join(", ")}] along ${axis}`);
      }
    }
    const total = inputs.reduce((sum, { shape }) => sum + at(shape, axis), 0);
    return [{ shape: first.shape.map((size, i) => (i === axis ? total : size)), dtype: first.dtype }];
  },
  reference: (inputs, outputs, { axis }) => {
    const output = at(outputs, 0);
    const row = sizeOf(output.type.shape.slice(axis));
    let start = 0;
    for (const { type, data } of inputs) {
      const part = sizeOf(type.shape.slice(axis));
      for (let element = 0; element < data.length; element++) {
        output.data[Math.floor(element / part) * row + start + (element % part)] = data[element] ?? NaN;
      }
      start += part;
    }
  },
  vjp: (b, { inputs, attributes: { axis } }, [g]) => {
    if (!g) return [];
    let start = 0;
    return inputs.map(({ type: { shape } }) => {
      const starts = shape.map((_, i) => (i === axis ? start : 0));
      start += at(shape, axis);
      return b.slice(g, { starts, ends: shape.map((size, i) => at(starts, i) + size) });
    });
  },
  webgpu: (instruction) =>
    instruction.inputs.length <= fewParts ? { kind: "view", expression } : { kind: "kernels", plan },
  onnx: (emit, inputs, { attributes }) => [emit.node("Concat", inputs, { axis: attributes.axis })],
});

/** So few parts are read all, and chosen from; more are copied one after the other. */
const fewParts = 4;

const expression: Extract<WebgpuLowering<"concat">, { kind: "view" }>["expression"] = (
  read,
  coordinates,
  { inputs, attributes: { axis } },
) => {
  const place = at(coordinates, axis);
  let end = 0;
  let chosen = "";
  inputs.forEach(({ type: { shape } }, input) => {
    const start = end;
    end += at(shape, axis);
    const range = `clamp(${place}, ${String(start)}u, ${String(end - 1)}u) - ${String(start)}u`;
    const element = read(
      input,
      coordinates.map((coordinate, i) => (i === axis ? range : coordinate)),
    );
    chosen = input === 0 ? element : `select(${element}, ${chosen}, ${place} < ${String(start)}u)`;
  });
  return chosen;
};

const plan: Extract<WebgpuLowering<"concat">, { kind: "kernels" }>["plan"] = (
  { inputs, outputs, attributes: { axis } },
  device,
) => {
  const total = sizeOf(at(outputs, 0).type.shape.slice(axis));
  let start = 0;
  const kernels = inputs.map(({ type: { shape } }, input) => {
    const [size, inner] = [sizeOf(shape), sizeOf(shape.slice(axis))];
    const { workgroups, constants } = launch(size, device, 16);
    const kernel = {
      shader: "concat",
      constants: { ...constants, SIZE: size, INNER: inner, TOTAL: total },
      workgroups,
      bindings: [{ input }, { number: start }, { output: 0 }],
    };
    start += inner;
    return kernel;
  });
  return { kernels };
};
