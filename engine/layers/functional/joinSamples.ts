import { t } from "@vscode/l10n";
import { hasBatch, type GraphType } from "../../tensor/graphType";
import { LayerProblem } from "../LayerProblem";
import type { Builder, Value } from "../../ops/operation";
import { at } from "../../tensor/tensor";
import type { LowerContext } from "../layer";
import type { Parameters } from "../../parameters/parameter";

/**
 * The types of tensors that will be joined: if one has a batch, those without are the same for every sample and get a
 * batch axis. Throws a LayerProblem if dtypes are mixed.
 */
export function joinedTypes(types: readonly GraphType[] | undefined): GraphType[] {
  const all = types ?? [];
  if (all.some(({ dtype }) => dtype !== all[0]?.dtype)) {
    throw new LayerProblem(
      "dtype-mismatch",
      t("cannot join float32 and int32; convert one of them with Cast"),
      {
        port: "input",
      },
    );
  }
  if (!all.some(hasBatch)) return [...all];
  return all.map((type) => (hasBatch(type) ? type : { ...type, shape: ["N", ...type.shape] }));
}

/** The values for `joinedTypes`. */
export function joinedValues({
  b,
  inputs,
  types,
  batchSize,
}: Pick<LowerContext<Parameters>, "b" | "inputs" | "types" | "batchSize">): Value[] {
  const [values, kinds] = [inputs.input ?? [], types.input ?? []];
  if (!kinds.some(hasBatch)) return [...values];
  return values.map((value, i) => (hasBatch(at(kinds, i)) ? value : repeated(b, value, batchSize)));
}

function repeated(b: Builder, value: Value, batchSize: number): Value {
  return b.broadcast(value, { shape: [batchSize, ...value.type.shape] });
}
