import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { t } from "@vscode/l10n";
import { inferenceStep } from "../compiler/inferenceStep";
import { showShape } from "../tensor/graphType";
import type { TypedGraph } from "../graph/typedGraph";
import { exportOnnx } from "../interop/onnx/exportOnnx";
import { weightsOf } from "../compiler/weights";
import { sameShape } from "../tensor/tensor";
import { noWeightFits, tensorDoesNotFit } from "../training/errors";
import { initialTensors } from "../training/gradientPass";
import { openModel } from "../training/openModel";
import { matchWeights, readTensors, withCopies } from "../training/startingWeights";
import { writeFileAtomic } from "../training/writeFileAtomic";
import { exitCode, type ExitCode } from "./exitCode";
import { openFile } from "./openFile";
import type { Output } from "./Output";
import { UsageError } from "./UsageError";
import { weightsTable } from "./weightsTable";

/** `netloom export FILE --to onnx --out PATH`: exports the model in evaluation mode, with given or initial weights. */
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
  if (values.to !== "onnx") throw new UsageError(t("Name the format to export to: --to onnx"));
  if (values.out === undefined) throw new UsageError(t("Name the output file: --out PATH"));
  const { name, text, place } = await openFile(positionals[0]);
  const { typed, problems } = await openModel(text, place);
  output.problems(name, text, problems);
  if (!typed || problems.some(({ severity }) => severity === "error")) return exitCode.problems;
  const weights = initialTensors(typed, typed.graph.training.seed);
  if (values.weights !== undefined) {
    const { tensors, file } = await readTensors(resolve(values.weights));
    const found = matchWeights(weightsOf(typed), tensors, file);
    if (found.tensors.size === 0) throw noWeightFits(file);
    const wrong = [...weights].find(([weight, { shape }]) => {
      const given = tensors.get(weight);
      return given && !sameShape(given.shape, shape);
    });
    if (wrong) throw tensorDoesNotFit(wrong[0], tensors.get(wrong[0])?.shape ?? [], wrong[1].shape);
    for (const [weight, given] of withCopies(typed, found.tensors)) weights.set(weight, given);
    for (const line of weightsTable(found.report)) output.print(line);
  }
  const { bytes, anyBatch } = exportOnnx((batchSize) => inferenceStep(typed, batchSize), weights);
  await writeFileAtomic(resolve(values.out), bytes);
  output.print(t("Saved {0}", values.out));
  for (const { feed, node, shape } of noiseInputs(typed))
    output.print(
      t(
        "The exported model draws no random numbers: its input {0}, {1} per sample, replaces those of {2}.",
        feed,
        shape,
        node,
      ),
    );
  if (!anyBatch) output.print(t("The exported model takes one sample at a time."));
  return exitCode.done;
}

/** The inputs of an exported model that take random numbers: feeds that are not ports of the data. */
function noiseInputs(typed: TypedGraph): { feed: string; node: string; shape: string }[] {
  return inferenceStep(typed, 1).feeds.flatMap(({ name, value, port }) =>
    port?.kind === "noise"
      ? [
          {
            feed: name,
            node: port.node,
            shape: showShape({ shape: value.type.shape.slice(1), dtype: "float32" }),
          },
        ]
      : [],
  );
}
