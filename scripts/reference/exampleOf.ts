import { infer } from "../../engine/graph/infer";
import { parse } from "../../engine/document/parse";
import type { TypedNode } from "../../engine/graph/typedGraph";
import type { Layer, Port } from "../../engine/layers/layer";

export interface Example {
  readonly params: Readonly<Record<string, unknown>>;
  readonly node: TypedNode;
}

/** Sample shapes for layers, in the order they are tried. */
const shapes = [[16], [10, 16], [4, 8, 8], [2, 4, 8, 8], [], [1]];

/** A layer as the palette adds it, with the first shapes it accepts and its outputs; undefined if none fit. */
export function exampleOf(layer: Layer): Example | undefined {
  const params = layer.fresh ?? {};
  const ports = layer.inputs.filter(({ optional }) => !optional);
  for (const anyAs of ["float32", "int32"] as const) {
    for (const shape of shapes) {
      for (const other of shapes) {
        const nodes = Object.fromEntries(
          ports.map((port, i) => [
            `x${String(i)}`,
            { type: "Input", shape: i === 0 ? shape : other, ...dtypeOf(port, anyAs) },
          ]),
        );
        const to = (port: Port) => (layer.inputs.length > 1 ? `layer.${port.name}` : "layer");
        const text = JSON.stringify({
          netloom: 1,
          nodes: { ...nodes, layer: { type: layer.type, ...params } },
          edges: ports.map((port, i) => `x${String(i)} -> ${to(port)}`),
        });
        const { graph, problems } = parse(text);
        const typed = graph && infer(graph);
        const node = typed?.nodes.get("layer");
        if (node && typed && problems.length === 0 && typed.problems.length === 0) return { params, node };
      }
    }
  }
  return undefined;
}

/** The dtype of an Input node for a port; `anyAs` if the port accepts both. */
function dtypeOf({ dtype }: Port, anyAs: "float32" | "int32"): object {
  return dtype === "int32" || (dtype === "any" && anyAs === "int32") ? { dtype: "int32" } : {};
}
