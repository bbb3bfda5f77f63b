import { t } from "@vscode/l10n";
import type { Program } from "../../compiler/program";
import type { Value } from "../../ops/operation";
import { sizeOf } from "../../tensor/tensor";
import { WebgpuError } from "./WebgpuError";

/**
 * Refuses a Program with a tensor too large to bind to a kernel, before anything is allocated.
 * @throws WebgpuError `model-too-large`
 */
export function checkMemory(
  program: Program,
  { maxStorageBufferBindingSize, maxBufferSize }: GPUSupportedLimits,
): void {
  const limit = Math.min(maxStorageBufferBindingSize, maxBufferSize);
  let [largest, most] = ["", 0];
  const consider = (value: Value, name: () => string) => {
    const bytes = sizeOf(value.type.shape) * 4;
    if (bytes > most) [largest, most] = [`${name()} [${value.type.shape.join(", ")}]`, bytes];
  };
  for (const { name, value } of [...program.feeds, ...program.state]) consider(value, () => name);
  for (const { op, outputs } of program.instructions)
    for (const output of outputs) consider(output, () => op);
  if (most <= limit) return;
  const megabytes = (bytes: number) => Math.ceil(bytes / 2 ** 20).toLocaleString("en-US");
  throw new WebgpuError(
    "model-too-large",
    t(
      "The model's largest tensor, {0}, takes {1} MB, and this GPU handles at most {2} MB.",
      largest,
      megabytes(most),
      megabytes(limit),
    ),
    t("Use a smaller batch size or smaller layers."),
  );
}
