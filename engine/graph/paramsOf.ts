import type { Layer } from "../layers/layer";
import type { Parameters } from "../parameters/parameter";
import { weightParams } from "../layers/weightParams";

/**
 * The parameters of a layer's node, given what is written in it: a Dataset's depend on its source. Used by the
 * inspector's form, the parser and inference.
 */
export function paramsOf(layer: Layer, written: Readonly<Record<string, unknown>>): Parameters {
  const fixed = fixedParams(layer);
  const further = layer.furtherParams?.(written);
  if (!further) return fixed;
  const all = joined.get(further) ?? { ...fixed, ...further };
  joined.set(further, all);
  return all;
}

/** Keyed by the further parameters, of which there is one object per choice, so that schemas are built once. */
const joined = new WeakMap<Parameters, Parameters>();

const known = new WeakMap<Layer, Parameters>();

/**
 * The parameters of every node of a layer: the layer's own and, if it has weights, those that control any node's
 * weights. If names clash, the layer's own parameter wins. The same object for each call with the same layer.
 */
export function fixedParams(layer: Layer): Parameters {
  const found = known.get(layer);
  if (found) return found;
  const common = layer.weights
    ? Object.entries(weightParams).filter(([name]) => !Object.hasOwn(layer.params, name))
    : [];
  const parameters = { ...layer.params, ...Object.fromEntries(common) };
  known.set(layer, parameters);
  return parameters;
}
