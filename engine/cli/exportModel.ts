import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { t } from "@vscode/l10n";
import { inferenceStep } from "../compiler/inferenceStep";
import { exportOnnx } from "../interop/onnx/exportOnnx";
import { tensorDoesNotFit } from "../training/errors";
import { initialTensors } from "../training/gradientPass";
import { openModel } from "../training/openModel";
import { writeFileAtomic } from "../training/writeFileAtomic";
import { exitCode, type ExitCode } from "./exitCode";
import { openFile } from "./openFile";
import type { Output } from "./Output";
import { tensorFile } from "./tensorFile";
import { UsageError } from "./UsageError";

/** `netloom export FILE --to onnx --out PATH`: the model in evaluation mode, with given or fresh weights. */
export async function exportModel(args: string[], output: Output): Promise<ExitCode> {
  const { positionals, values } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      to: { type: "string" },
      out: { type: "string" },
      weights: { type: "string" },
      json: { type: "boolean" },
    },
  });
  if (values.to !== "onnx") throw new UsageError(t("Say what to export to: --to onnx"));
  if (values.out === undefined) throw new UsageError(t("Say where the result goes: --out PATH"));
  const { name, text, place } = await openFile(positionals[0]);
  const { typed, problems } = await openModel(text, place);
  output.problems(name, text, problems);
  if (!typed || problems.some(({ severity }) => severity === "error")) return exitCode.problems;
  const weights = initialTensors(typed, typed.graph.training.seed);
  for (const [weight, given] of (await tensorFile(values.weights)) ?? []) {
    const fresh = weights.get(weight);
    if (!fresh) continue;
    if (given.data.length !== fresh.data.length) throw tensorDoesNotFit(weight, given.shape, fresh.shape);
    weights.set(weight, { shape: fresh.shape, data: given.data });
  }
  await writeFileAtomic(
    resolve(values.out),
    exportOnnx((batchSize) => inferenceStep(typed, batchSize), weights),
  );
  output.print(t("Saved {0}", values.out));
  return exitCode.done;
}
