import { readerOf, type NodePort } from "../compiler/predictionStep";
import type { DataFacts, PortFacts } from "../data/catalog/facts";
import type { ModelOutput, ModelPort } from "../generation/SequenceModel";
import type { TypedGraph } from "../graph/typedGraph";
import { sampleShape, sampleSize, type GraphType } from "../tensor/graphType";
import { pathOf } from "../tensor/path";
import type { TrainedModel } from "./trainedModel";

/** What is given for a prediction. */
export interface PredictionInput extends ModelPort {
  /** The bounds of its values in the data, if known. */
  readonly range?: NonNullable<PortFacts["range"]>;
}

/** What is predicted. */
export interface PredictionOutput extends ModelOutput {
  /** The picture that a sample of it is: its own shape, or that of a port of the data with as many values. */
  readonly picture?: PictureShape;
  /** The bounds of its values, or of what is read from it, if known. */
  readonly range?: { readonly low: number; readonly high: number };
}

export interface PictureShape {
  readonly channels: 1 | 3;
  readonly height: number;
  readonly width: number;
}

/** The picture that a sample of a type is, if it is one: [channels, height, width] or [height, width]. */
export function pictureOf(type: GraphType): PictureShape | undefined {
  const shape = sampleShape(type);
  const [channels = 1, height = 0, width = 0] = shape.length === 2 ? [1, ...shape] : shape;
  if (type.dtype !== "float32" || shape.length < 2 || shape.length > 3) return undefined;
  return channels === 1 || channels === 3 ? { channels, height, width } : undefined;
}

export function describeInput({ typed, facts }: TrainedModel, { node, port }: NodePort): PredictionInput {
  const { classNames, range } = factsOf(facts, { node, port }) ?? {};
  const path = pathOf(node, port);
  const names = classNames && { classNames };
  return { node, port, path, type: typeOf(typed, { node, port }), ...names, ...(range && { range }) };
}

export function describeOutput({ typed, facts }: TrainedModel, { node, port }: NodePort): PredictionOutput {
  const reader = readerOf(typed, { node, port });
  const type = typeOf(typed, { node, port });
  const reads = reader && (reader.layer.predictions?.classes ? "classes" : "binary");
  const like = pictureLike(typed, facts, type);
  const range = reads === "binary" ? { low: 0, high: 1 } : (boundsOf(typed, { node, port }) ?? like?.range);
  const [target] = reader?.incoming.target ?? [];
  const { classNames } = (target && factsOf(facts, target)) ?? {};
  return {
    node,
    port,
    path: pathOf(node, port),
    type,
    ...(classNames && { classNames }),
    ...(reads && { reads }),
    ...(reads !== "classes" && like && { picture: like.picture }),
    ...(range && { range }),
  };
}

/** The picture that samples of a type are, by their own shape, or by the one port of the data that has as many values. */
function pictureLike(typed: TypedGraph, facts: DataFacts, type: GraphType) {
  const pictures = [...typed.nodes.values()].flatMap(({ node: { id }, layer, outputs }) =>
    Object.entries(outputs).flatMap(([port, given]) => {
      const picture = layer.lower ? undefined : pictureOf(given);
      const isAlike = picture && sampleSize(given) === sampleSize(type);
      return isAlike ? [{ picture, range: factsOf(facts, { node: id, port })?.range }] : [];
    }),
  );
  const own = pictureOf(type);
  const [first] = pictures;
  return own ? { picture: own, range: first?.range } : first;
}

function boundsOf(typed: TypedGraph, { node, port }: NodePort): PredictionOutput["range"] {
  const { low = -Infinity, high = Infinity } = typed.nodes.get(node)?.ranges[port] ?? {};
  return Number.isFinite(low) && Number.isFinite(high) ? { low, high } : undefined;
}

function factsOf(facts: DataFacts, { node, port }: NodePort): PortFacts | undefined {
  const known = Object.hasOwn(facts, node) ? facts[node]?.ports : undefined;
  return known && Object.hasOwn(known, port) ? known[port] : undefined;
}

function typeOf(typed: TypedGraph, { node, port }: NodePort): GraphType {
  const type = typed.nodes.get(node)?.outputs[port];
  if (!type) throw new Error(`${pathOf(node, port)} has no type`);
  return type;
}
