import type { Layer } from "../layers/layer";
import type { Parameters } from "../parameters/parameter";
import { weightParams } from "../layers/weightParams";

/**
 * The parameters that a node of a layer has, given what is written in it: a Dataset's depend on its source. The
 * inspector's form, the parser and inference all ask here.
 */
export function paramsOf(layer: Layer, written: Readonly<Record<string, unknown>>): Parameters {
  const fixed = fixedParams(layer);
  const further = layer.furtherParams?.(written);
  if (!further) return fixed;
  const all = joined.get(further) ?? { ...fixed, ...further };
  joined.set(further, all);
  return all;
}

/** By the further ones, of which there is one object for each choice: schemas are made of the whole once. */
const joined = new WeakMap<Parameters, Parameters>();

const known = new WeakMap<Layer, Parameters>();

/**
 * The parameters that every node of a layer has: the layer's own and, where it has weights, what any node may say about
 * its weights. A name that is the layer's own keeps the layer's meaning. One object for each layer.
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
