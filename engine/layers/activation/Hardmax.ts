import { defineActivationAlongAxis } from "./defineActivationAlongAxis";
import { between } from "../range";

/** As in ONNX: 1 at the first maximum. */
export const Hardmax = defineActivationAlongAxis({
  type: "Hardmax",
  summary: "1 at the largest number, 0 elsewhere. Its gradient is 0, so the layers before it do not learn.",
  help: "The axis with a single 1; 0 is the batch, −1 the last.",
  reference: {
    formula: String.raw`y_i = 1 \text{ for the first } i = \arg\max_j x_j, \text{ else } 0`,
    gradient: String.raw`0 \text{ everywhere}`,
    sources: ["https://onnx.ai/onnx/operators/onnx__Hardmax.html"],
  },
  range: between(0, 1, true),
  lower: (b, x, axis) => {
    const { shape } = x.type;
    const largest = b.reshape(b.argmax(x, { axis }), {
      shape: shape.map((size, i) => (i === axis ? 1 : size)),
    });
    return b.equal(b.iota({ shape, axis, dtype: "int32" }), largest);
  },
});
