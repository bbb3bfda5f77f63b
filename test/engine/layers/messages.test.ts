import { describe, expect, it } from "vitest";
import { layers } from "../../../engine/layers";
import type { Parameter } from "../../../engine/parameters/parameter";
import { typedOf } from "../graph/documents";

/** Values at and beyond the edge of what a parameter takes. */
function extremes({ kind, options = [], rank = 1, minimum = 0 }: Parameter): unknown[] {
  const large = [minimum, 1, 7, 2 ** 31, Number.MAX_SAFE_INTEGER];
  switch (kind) {
    case "integer":
      return [...large, -1, -5];
    case "number":
      return [0, -1, 0.5, 1e-308, 1e308];
    case "perAxis":
      return [...large, Array.from({ length: rank }, () => Number.MAX_SAFE_INTEGER), ...options];
    case "integers":
      return [[], [0], [-1], [1], [-1, -1], [2, 3], large.slice(1), [Number.MAX_SAFE_INTEGER, 4]];
    case "numbers":
      return [[], [1], [1, 1, 1], [1e308, 1e308]];
    case "boolean":
      return [true, false];
    case "choice":
      return [...options];
    default:
      return [];
  }
}

const shapes = [[], [1], [4], [2, 3], [5, 4], [1, 8, 8], [3, 6, 7], [2, 3, 4, 5]];
const sources = shapes.flatMap((shape) => [
  { type: "Input", shape },
  { type: "Input", shape, dtype: "int32" },
  { type: "Constant", shape },
]);

const nonsense = /undefined|NaN|Infinity|\[object|e\+\d|\(\)|(?<!\w)""|: \.|, ,|null/;

describe("the messages of", () => {
  it.each(
    [...layers.values()]
      .filter(({ type }) => type !== "Dataset")
      .map(({ type, params, fresh, inputs }) => ({ type, params, fresh, inputs })),
  )(
    "$type say what is meant, whatever its parameters are and whatever arrives",
    ({ type, params, fresh = {}, inputs }) => {
      const settings = [
        {},
        ...Object.entries(params).flatMap(([name, parameter]) =>
          extremes(parameter).map((value) => ({ [name]: value })),
        ),
      ];
      const needed = Object.entries(params).filter(
        ([name, { default: given, optional }]) => given === undefined && !optional && !(name in fresh),
      );
      const start = {
        ...fresh,
        ...Object.fromEntries(needed.map(([name, parameter]) => [name, extremes(parameter)[1]])),
      };
      const found = new Set<string>();
      for (const setting of settings)
        for (const [i, source] of sources.entries()) {
          const others = inputs.slice(1).map((_, at) => sources[(i + 3 * at) % sources.length]!);
          const nodes = Object.fromEntries(
            [source, ...others].slice(0, inputs.length).map((node, at) => [`x${String(at)}`, node]),
          );
          const text = JSON.stringify({
            netloom: 1,
            nodes: { ...nodes, layer: { type, ...start, ...setting } },
            edges: inputs.map(({ name }, at) => `x${String(at)} -> layer.${name}`),
          });
          for (const { message, code } of typedOf(text).problems)
            if (nonsense.test(message.replaceAll("1e+308", "")) || code === "layer-failed")
              found.add(`${JSON.stringify(setting)}: ${message}`);
        }
      expect([...found].slice(0, 8)).toEqual([]);
    },
  );
});
