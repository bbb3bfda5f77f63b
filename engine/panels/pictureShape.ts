import type { TypedGraph } from "../graph/typedGraph";
import { sampleShape, type GraphType } from "../tensor/graphType";
import { sizeOf, type DType } from "../tensor/tensor";
import type { Port } from "./panel";

/** Channels, height and width. */
export type PictureShape = readonly [channels: 1 | 3, height: number, width: number];

/** Smaller ones are more likely features than pictures. */
export const leastSide = 4;

/** The data ports of some number types: by default those with a float value of any shape. */
export function dataPorts(
  { nodes }: TypedGraph,
  dtypes: readonly DType[] = ["float32"],
): (Port & { readonly type: GraphType })[] {
  return [...nodes.values()]
    .filter(({ layer }) => !layer.lower)
    .flatMap(({ node, outputs }) =>
      Object.entries(outputs).map(([port, type]) => ({ node: node.id, port, type })),
    )
    .filter(({ type }) => dtypes.includes(type.dtype));
}

/** Those of them that another node reads. */
export function readDataPorts(typed: TypedGraph, dtypes?: readonly DType[]): ReturnType<typeof dataPorts> {
  const sources = [...typed.nodes.values()].flatMap(({ incoming }) => Object.values(incoming).flat());
  return dataPorts(typed, dtypes).filter(({ node, port }) =>
    sources.some((source) => source.node === node && source.port === port),
  );
}

/**
 * The shape in which a value is a picture: its own with 1 or 3 channels or, of a flat one, that of a data port with as
 * many values, such as 1×28×28 for 784 numbers. Undefined if it is none.
 */
export function pictureShape(typed: TypedGraph, type: GraphType | undefined): PictureShape | undefined {
  if (type?.dtype !== "float32") return undefined;
  const shape = sampleShape(type);
  if (shape.length !== 1) return asPicture(shape);
  const same = dataPorts(typed).filter(({ type: other }) => sizeOf(sampleShape(other)) === shape[0]);
  return same.map(({ type: other }) => asPicture(sampleShape(other))).find((found) => found !== undefined);
}

function asPicture([channels, height, width, ...others]: readonly number[]): PictureShape | undefined {
  if (channels !== 1 && channels !== 3) return undefined;
  if (height === undefined || width === undefined || others.length > 0) return undefined;
  return Math.min(height, width) < leastSide ? undefined : [channels, height, width];
}
