import { t } from "@vscode/l10n";
import { showShape, type Dim, type GraphType } from "../../tensor/graphType";
import { LayerProblem } from "../LayerProblem";
import { defineMinimised, type Layer, type Loss, type LowerContext, type Port } from "../layer";
import { choice, type Parameters } from "../../parameters/parameter";
import { sameSizes } from "../functional/expect";
import { spreadTypes, spreadValues } from "../functional/spreadBatch";

/** What is particular to a loss. */
interface LossLayer<P extends Parameters> extends Omit<
  Layer<P>,
  "category" | "outputs" | "objective" | "domains" | "lower"
> {
  /** What values it takes; empty for a loss that takes any number. */
  readonly domains: NonNullable<Layer<P>["domains"]>;
  readonly lower: (context: LowerContext<P>) => Loss;
}

/**
 * A layer of the palette's losses: its only output is what training minimises. What arrives without a batch is repeated for
 * every sample, so that the loss itself and its metrics see batches only.
 */
export function defineLoss<const P extends Parameters>(loss: LossLayer<P>): Layer {
  const { infer, domains, lower, judge, ...rest } = loss;
  const withBatches = <T>(say: (context: LowerContext<P>) => T) => {
    return (context: LowerContext<P>) => say(spreadValues(context, infer));
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
    judge: judge && {
      classes: judge.classes && withBatches(judge.classes),
      binary: judge.binary && withBatches(judge.binary),
      values: judge.values && withBatches(judge.values),
    },
  });
}

/** A loss's only number. */
export const scalar: GraphType = { shape: [], dtype: "float32" };

/** PyTorch's `reduction` of the losses of all samples. */
export const reduction = choice(["mean", "sum"], {
  default: "mean",
  help: "Whether the samples' losses are averaged or added up.",
});

/** The inputs of a loss that compares numbers with what they should be. */
export const comparedPorts: readonly Port[] = [
  { name: "input", help: "The prediction." },
  { name: "target", role: "target", help: "What it should be." },
];

/** What a loss of such inputs gives: one number, for shapes that are equal. */
export function inferComparison({ input }: { readonly input: (port: string) => GraphType }): {
  readonly output: GraphType;
} {
  expectSameShape(input("input"), input("target"));
  return { output: scalar };
}

/** Throws a LayerProblem unless two inputs have one shape: silent broadcasting hides mistakes. */
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

/** Throws a LayerProblem unless an input holds one number for each sample. */
export function expectOnePerSample(type: GraphType, samples: readonly Dim[], port: string): void {
  if (sameSizes(type.shape, samples)) return;
  throw new LayerProblem(
    "shape-mismatch",
    t("{0} needs one number for each sample but gets {1}", port, showShape(type)),
    { port },
  );
}
