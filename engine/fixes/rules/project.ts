import type { GraphType } from "../../tensor/graphType";
import { sampleShape } from "../../tensor/graphType";
import { insertOn } from "../insertOn";
import type { FixRule } from "../fix";

/** For inputs of different sizes: a learned projection brings one to the size of another, as in residual networks. */
export const project: FixRule = (conflict) =>
  conflict.wires.flatMap((wire) =>
    conflict.wires
      .filter((other) => other !== wire)
      .flatMap((other) => projections(wire.type, other.type).flatMap((row) => insertOn(conflict, wire, row))),
  );

type Row = readonly { readonly type: string; readonly params?: Readonly<Record<string, unknown>> }[];

function projections(from: GraphType, to: GraphType): Row[] {
  const [have, want] = [sampleShape(from), sampleShape(to)];
  const linear = { type: "Linear", params: { outFeatures: want.at(-1) } };
  if (want.length === 0) return [];
  if (have.length === 3 && want.length === 3) {
    const [channels, height, width] = want;
    const stride = [(have[1] ?? 0) / (height ?? 1), (have[2] ?? 0) / (width ?? 1)];
    if (!stride.every(Number.isInteger)) return [];
    const [vertical, horizontal] = stride;
    return [
      [
        {
          type: "Conv2d",
          params: {
            outChannels: channels,
            kernelSize: 1,
            ...((vertical !== 1 || horizontal !== 1) && {
              stride: vertical === horizontal ? vertical : stride,
            }),
          },
        },
      ],
    ];
  }
  if (have.length > want.length && want.length === 1) return [[{ type: "Flatten" }, linear]];
  return have.length === want.length ? [[linear]] : [];
}
