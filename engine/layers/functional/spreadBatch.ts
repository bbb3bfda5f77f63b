import { t } from "@vscode/l10n";
import { hasBatch, sampleShape, withBatch, type GraphType } from "../../tensor/graphType";
import { LayerProblem } from "../LayerProblem";
import { at, broadcastShapes, sameShape } from "../../tensor/tensor";
import type { InferContext, LowerContext } from "../layer";
import type { Parameters } from "../../parameters/parameter";

type Types = Readonly<Record<string, readonly GraphType[]>>;
type Infer<P extends Parameters, T> = (context: InferContext<P>) => T;

/**
 * Gives every tensor a batch: one without it is the same for every sample. [3] becomes [N, 3] or, if that does not fit,
 * what it broadcasts to against the first input with a batch: [] next to [N, 3] also becomes [N, 3]. If no input has a
 * batch, nothing changes. If nothing fits, throws the layer's own LayerProblem and names the tensors without a batch.
 */
export function spreadTypes<P extends Parameters, T>(
  context: InferContext<P>,
  infer: Infer<P, T>,
): { readonly context: InferContext<P>; readonly result: T } {
  const all = Object.values(context.inputs).flat();
  const model = all.find(hasBatch);
  const alone = Object.entries(context.inputs).filter(([, types]) => types.some((type) => !hasBatch(type)));
  if (!model || alone.length === 0) return { context, result: infer(context) };
  const attempt = (spread: (type: GraphType) => GraphType) => {
    const inputs: Types = Object.fromEntries(
      Object.entries(context.inputs).map(([port, types]) => [
        port,
        types.map((type) => (hasBatch(type) ? type : spread(type))),
      ]),
    );
    const spreadContext = { ...context, inputs, input: firstAt(inputs) };
    return { context: spreadContext, result: infer(spreadContext) };
  };
  try {
    return attempt(({ shape, ...type }) => ({ ...type, shape: ["N", ...shape] }));
  } catch (error) {
    if (!(error instanceof LayerProblem)) throw error;
    try {
      return attempt((type) => broadcastTo(type, model));
    } catch {
      const ports = alone.map(([port]) => port).join(", ");
      throw new LayerProblem(
        error.code,
        t("{0}; {1} has no batch and is the same for every sample", error.message, ports),
        error.at,
      );
    }
  }
}

/** A context in which every tensor has the batch that `spreadTypes` gives it. */
export function spreadValues<P extends Parameters>(
  context: LowerContext<P>,
  infer: Infer<P, unknown>,
): LowerContext<P> {
  const { b, params, types, batchSize } = context;
  const given: InferContext<P> = { params, inputs: types, input: firstAt(types), facts: undefined };
  const { inputs: spread } = spreadTypes(given, infer).context;
  if (spread === types) return context;
  const inputs = Object.fromEntries(
    Object.entries(context.inputs).map(([port, values]) => [
      port,
      values.map((value, i) => {
        const type = spread[port]?.[i];
        const shape = type ? withBatch(type, batchSize).shape : value.type.shape;
        return sameShape(shape, value.type.shape) ? value : b.broadcast(value, { shape });
      }),
    ]),
  );
  return { ...context, inputs, input: firstAt(inputs), types: spread };
}

/** The other type's shape, if a tensor without a batch broadcasts to its samples; else its own shape with a batch. */
function broadcastTo({ shape, ...type }: GraphType, model: GraphType): GraphType {
  const [own, sample] = [sampleShape({ shape, ...type }), sampleShape(model)];
  const both = broadcastShapes(own, sample);
  return { ...type, shape: ["N", ...(both && sameShape(both, sample) ? sample : own)] };
}

/** The first tensor at an input. */
function firstAt<T>(inputs: Readonly<Record<string, readonly T[]>>): (port: string) => T {
  return (port) => at(inputs[port] ?? [], 0);
}
