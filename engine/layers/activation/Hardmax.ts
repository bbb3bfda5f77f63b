import { defineActivationAlongAxis } from "./defineActivationAlongAxis";
import { between } from "../range";

/** As ONNX's Hardmax: 1 at the first largest number. */
export const Hardmax = defineActivationAlongAxis({
  type: "Hardmax",
  summary: "1 at the largest number, 0 elsewhere. Its gradient is 0, so what comes before it does not learn.",
  help: "The axis that has one 1; the batch is 0, −1 is the last.",
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
