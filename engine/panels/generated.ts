import type { LoweredGraph } from "../compiler/lower";
import { neededPart } from "../graph/neededPart";
import type { TypedGraph, TypedNode } from "../graph/typedGraph";
import type { Builder, Value } from "../ops/operation";
import { sampleShape, sampleSize, type GraphType } from "../tensor/graphType";
import { at, sameShape } from "../tensor/tensor";
import { drawnFromPrior } from "./latents";
import { originsOf } from "../graph/origins";
import type { Panel, PlannedPanel, Port } from "./panel";
import { dataPorts, pictureShape } from "./pictureShape";
import { toPictures } from "./toPictures";
import { pointGroup, rangeOf } from "./plane";

/** How many pictures and points are drawn. */
const pictures = 24;
const points = 400;

/**
 * What a model makes of noise, always the same: pictures, or points of the plane over the real ones. It is a value that
 * depends on noise and on trained weights but not on data, and is of the data's shape: a GAN's generator, or the decoder
 * of a variational autoencoder, which gets noise in place of its latent values.
 */
export const generated: Panel = {
  name: "generated",
  of: (typed) => {
    const graph = drawnFromPrior(typed);
    const made = madeOfNoise(graph);
    const last = made.filter((port) => !made.some((other) => reads(graph.nodes.get(other.node), port)));
    return last.flatMap((port) => planned(graph, port) ?? []);
  },
};

/** The outputs that could be of the data, but come from noise. */
function madeOfNoise(typed: TypedGraph): readonly (Port & { readonly type: GraphType })[] {
  const { noise, data, learned } = originsOf(typed);
  const sizes = new Set(dataPorts(typed).map(({ type }) => sampleSize(type)));
  return typed.order
    .filter((id) => noise.has(id) && learned.has(id) && !data.has(id))
    .flatMap((node) =>
      Object.entries(typed.nodes.get(node)?.outputs ?? {}).map(([port, type]) => ({ node, port, type })),
    )
    .filter(({ type }) => sizes.has(sampleSize(type)));
}

function planned(typed: TypedGraph, port: Port & { readonly type: GraphType }): PlannedPanel | undefined {
  const { node, type } = port;
  const scorer = scorerOf(typed, port);
  const graph = neededPart(typed, scorer ? [scorer.node.id] : [node]);
  const values = (b: Builder, lowered: LoweredGraph) => ({ made: valueOf(b, lowered, port, scorer) });
  const shape = pictureShape(typed, type);
  if (shape) {
    const range = scorer ? undefined : typed.nodes.get(node)?.ranges[port.port];
    return {
      node,
      graph,
      samples: pictures,
      values,
      content: ({ made }) => {
        if (!made) return undefined;
        const found = toPictures(made.data, shape, at(made.shape, 0), scorer ? probability : range);
        return { show: "pictures", rows: [{ role: "generated", pictures: found }] };
      },
    };
  }
  const real = dataPorts(typed).find((other) => sameShape(sampleShape(other.type), [2]));
  if (!real || !sameShape(sampleShape(type), [2])) return undefined;
  return {
    node,
    graph,
    samples: points,
    values,
    content: ({ made }, { samplesOf }) => {
      const data = samplesOf(real);
      if (!made || !data) return undefined;
      const groups = [pointGroup("real", data), pointGroup("generated", made.data)];
      return { show: "points", groups, range: rangeOf(data) };
    },
  };
}

const probability = { low: 0, high: 1, whole: false };

/** The loss that turns the output's scores into probabilities, if there is one. */
function scorerOf({ nodes }: TypedGraph, port: Port): TypedNode | undefined {
  return [...nodes.values()].find(
    ({ layer, incoming }) =>
      layer.predictions?.binary &&
      Object.entries(incoming).some(
        ([name, sources]) =>
          layer.inputs.find((input) => input.name === name)?.role !== "target" &&
          sources.some(({ node, port: from }) => node === port.node && from === port.port),
      ),
  );
}

function valueOf(b: Builder, lowered: LoweredGraph, port: Port, scorer: TypedNode | undefined): Value {
  const raw = lowered.get(port.node)?.outputs[port.port];
  if (!raw) throw new Error(`${port.node}.${port.port} was not lowered`);
  const loss = scorer && lowered.get(scorer.node.id);
  const scored = loss?.typed.layer.predictions?.binary?.(loss.context).probability;
  return scored ? b.reshape(scored, { shape: raw.type.shape }) : raw;
}

function reads(node: TypedNode | undefined, { node: from, port }: Port): boolean {
  return Object.values(node?.incoming ?? {})
    .flat()
    .some((source) => source.node === from && source.port === port);
}
