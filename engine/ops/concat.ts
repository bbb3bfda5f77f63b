import { launch } from "./launch";
import { defineOperation } from "./operation";
import { at, sizeOf } from "./tensor";

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
  webgpu: {
    kind: "kernels",
    plan: ({ inputs, outputs, attributes: { axis } }, device) => {
      const total = sizeOf(at(outputs, 0).type.shape.slice(axis));
      let start = 0;
      const kernels = inputs.map(({ type: { shape } }, input) => {
        const [size, inner] = [sizeOf(shape), sizeOf(shape.slice(axis))];
        const { workgroups, constants } = launch(size, device, 16);
        const bindings = [{ input }, { output: 0 }];
        const kernel = {
          shader: "concat",
          constants: { ...constants, SIZE: size, INNER: inner, TOTAL: total, START: start },
          workgroups,
          bindings,
        };
        start += inner;
        return kernel;
      });
      return { kernels };
    },
  },
  onnx: (emit, inputs, { attributes }) => [emit.node("Concat", inputs, { axis: attributes.axis })],
});
