import { batchOf } from "../../tensor/graphType";
import { defineLayer } from "../layer";
import { choice, integers } from "../../parameters/parameter";

/** A named placeholder: an input of the exported model, or of a batch given on the command line. */
export const Input = defineLayer({
  type: "Input",
  category: "data",
  summary: "A placeholder for a tensor that is given when the model is used.",
  reference: {
    formula:
      "What is given for it: a tensor of a batch (`netloom gradients --batch`), or a caller of the exported model.",
    gradient: "As the loss has it; nothing is updated by it.",
    shapes: "output [N, …shape]",
    sources: ["https://onnx.ai/onnx/intro/concepts.html#input-output-node-initializer-attributes"],
  },
  params: {
    shape: integers({ help: "The sizes of one sample, without the batch.", minimum: 1 }),
    dtype: choice(["float32", "int32"], { help: "The data type of its numbers.", default: "float32" }),
  },
  fresh: { shape: [1, 28, 28] },
  inputs: [],
  outputs: ({ dtype }) => [{ name: "output", dtype: dtype === "int32" ? "int32" : "float32" }],
  infer: ({ params: { shape, dtype } }) => ({ output: batchOf(shape, dtype) }),
});
