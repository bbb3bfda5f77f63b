import { nodeValues } from "../../../engine/graph/schema";
import type { TypedGraph } from "../../../engine/graph/typedGraph";
import type { Layer } from "../../../engine/layers/layer";
import type { Wiring } from "./canvasState";

/** The layers that could stand at the loose end of a wire, each as the palette would add it. */
export function layersAt(
  typed: TypedGraph | undefined,
  end: Omit<Wiring, "verdicts">,
  layers: Iterable<Layer>,
): Layer[] {
  const type = typed?.nodes.get(end.node)?.outputs[end.port];
  return [...layers].filter((layer) => {
    if (end.side === "input") return layer.category !== "loss";
    const [port] = layer.inputs;
    if (!port) return false;
    if (!type) return true;
    if (port.dtype !== "any" && (port.dtype ?? "float32") !== type.dtype)
      return layer.inputs.some(({ dtype }) => dtype === type.dtype || dtype === "any");
    const params = nodeValues(layer.type, { ...layer.fresh });
    if (!params) return true;
    try {
      layer.infer({
        params,
        inputs: { [port.name]: [type] },
        facts: undefined,
        input: (name) => {
          if (name === port.name) return type;
          throw new NotWired();
        },
      });
      return true;
    } catch (error) {
      // A second input waits for its own wire.
      return error instanceof NotWired;
    }
  });
}

class NotWired extends Error {}
