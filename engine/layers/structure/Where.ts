import { t } from "@vscode/l10n";
import { LayerProblem } from "../LayerProblem";
import { broadcastTypes } from "../functional/broadcast";
import { defineLayer } from "../layer";
import { anyOf } from "../range";
import { samePlaces } from "../moves";

/** https://pytorch.org/docs/stable/generated/torch.where.html; any number other than 0 is true. */
export const Where = defineLayer({
  type: "Where",
  category: "structure",
  summary: "Takes each element from one input where a condition holds, and from the other where it does not.",
  keywords: ["if", "select", "mask"],
  reference: {
    formula: String.raw`y = \begin{cases} \mathrm{input} & \mathrm{condition} \ne 0 \\ \mathrm{other} & \text{otherwise} \end{cases}`,
    gradient: "Flows to the input that was taken; none to the condition.",
    shapes:
      "condition, input, other: tensors that broadcast by NumPy's rule; output: the shape they have together",
    sources: ["https://pytorch.org/docs/stable/generated/torch.where.html"],
  },
  params: {},
  inputs: [
    { name: "condition", dtype: "any", help: "0 is false, any other number is true." },
    { name: "input", dtype: "any", help: "Used where the condition is true." },
    { name: "other", dtype: "any", help: "Used where the condition is false." },
  ],
  outputs: [{ name: "output", dtype: "any" }],
  infer: ({ input }) => {
    const [condition, yes, no] = [input("condition"), input("input"), input("other")];
    if (yes.dtype !== no.dtype) {
      throw new LayerProblem(
        "dtype-mismatch",
        t("cannot join float32 and int32; convert one of them with Cast"),
        {
          port: "other",
        },
      );
    }
    const { shape } = broadcastTypes(broadcastTypes(condition, yes, "input"), no, "other");
    return { output: { shape, dtype: yes.dtype } };
  },
  moves: ({ arriving, made }) => samePlaces(arriving, made),
  ranges: ({ range }) => ({ output: anyOf([range("input"), range("other")]) }),
  lower: ({ b, input }) => ({
    output: b.where(b.cast(input("condition"), { dtype: "float32" }), input("input"), input("other")),
  }),
});
