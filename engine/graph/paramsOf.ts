import type { Layer } from "../layers/layer";
import type { Parameters } from "../layers/parameter";

/**
 * The parameters that a node of a layer has, given what is written in it: a Dataset's depend on its source. The
 * inspector's form, the parser and inference all ask here.
 */
export function paramsOf(layer: Layer, written: Readonly<Record<string, unknown>>): Parameters {
  return layer.furtherParams ? { ...layer.params, ...layer.furtherParams(written) } : layer.params;
}
