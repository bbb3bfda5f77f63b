import { t } from "@vscode/l10n";
import { showShape, type Dim, type GraphType } from "../../tensor/graphType";
import { LayerProblem } from "../LayerProblem";
import { defineMinimised, type Layer, type Loss, type LowerContext, type Port } from "../layer";
import { choice, type Parameters } from "../../parameters/parameter";
import { sameSizes } from "../functional/expect";
import { spreadTypes, spreadValues } from "../functional/spreadBatch";

/** What distinguishes one loss from another. */
interface LossLayer<P extends Parameters> extends Omit<
  Layer<P>,
  "category" | "outputs" | "objective" | "domains" | "lower"
> {
  /** The values that its inputs accept; empty if any. */
  readonly domains: NonNullable<Layer<P>["domains"]>;
  readonly lower: (context: LowerContext<P>) => Loss;
}

/**
 * A layer of the category "loss": its only output is what training minimises. Inputs without a batch are repeated for
 * every sample, so that the loss and its metrics only handle batches.
 */
export function defineLoss<const P extends Parameters>(loss: LossLayer<P>): Layer {
  const { infer, domains, lower, predictions, ...rest } = loss;
  const withBatches = <T>(compute: (context: LowerContext<P>) => T) => {
    return (context: LowerContext<P>) => compute(spreadValues(context, infer));
  };
  return defineMinimised({
    ...rest,
    category: "loss",
    gives: "loss",
    outputs: [{ name: "output" }],
    objective: "output",
    infer: (context) => spreadTypes(context, infer).result,
    domains: (context) => domains(spreadTypes(context, infer).context),
    lower: withBatches((context) => ({ output: lower(context) })),
    predictions: predictions && {
      classes: predictions.classes && withBatches(predictions.classes),
      binary: predictions.binary && withBatches(predictions.binary),
      values: predictions.values && withBatches(predictions.values),
    },
  });
}

/** The type of a loss. */
export const scalar: GraphType = { shape: [], dtype: "float32" };

/** PyTorch's `reduction` over all samples. */
export const reduction = choice(["mean", "sum"], {
  default: "mean",
  help: "Whether the samples' losses are averaged or added up.",
});

/** The inputs of a loss that compares predictions with their targets. */
export const comparedPorts: readonly Port[] = [
  { name: "input", help: "The prediction." },
  { name: "target", role: "target", help: "The target." },
];

/** The output type of a loss with such inputs, whose shapes must be equal. */
export function inferComparison({ input }: { readonly input: (port: string) => GraphType }): {
  readonly output: GraphType;
} {
  expectSameShape(input("input"), input("target"));
  return { output: scalar };
}

/** Throws a LayerProblem unless two inputs have the same shape: silent broadcasting hides mistakes. */
export function expectSameShape(
  input: GraphType,
  target: GraphType,
  [inputPort, targetPort]: readonly [string, string] = ["input", "target"],
): void {
  if (sameSizes(input.shape, target.shape)) return;
  throw new LayerProblem(
    "shape-mismatch",
    t(
      "compares {0} ({1}) with {2} ({3}): the shapes must be equal",
      showShape(input),
      inputPort,
      showShape(target),
      targetPort,
    ),
    { port: inputPort },
  );
}

/** Throws a LayerProblem unless an input has one number per sample. */
export function expectOnePerSample(type: GraphType, samples: readonly Dim[], port: string): void {
  if (sameSizes(type.shape, samples)) return;
  throw new LayerProblem(
    "shape-mismatch",
    t("{0} needs one number for each sample but gets {1}", port, showShape(type)),
    { port },
  );
}
