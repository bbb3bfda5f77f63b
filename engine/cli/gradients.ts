import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { t } from "@vscode/l10n";
import { weightsByName } from "../compiler/weights";
import type { NamedObjective } from "../graph/graph";
import { trainable } from "../graph/trainable";
import type { TypedGraph } from "../graph/typedGraph";
import { safetensorsParts } from "../interop/safetensors";
import { isCarriedData, weightOfState } from "../tensor/path";
import { createRuntime } from "../runtime/createRuntime";
import { describeError } from "../training/describeError";
import { gradientPass, initialTensors, type Tensors } from "../training/gradientPass";
import { openModel } from "../training/openModel";
import { writeFileAtomic } from "../training/writeFileAtomic";
import { deviceOption } from "./deviceOption";
import { exitCode, type ExitCode } from "./exitCode";
import { openFile, wholeNumber } from "./openFile";
import type { Output } from "./Output";
import { tensorFile } from "./tensorFile";
import { UsageError } from "./UsageError";
import { withHint } from "../run/withHint";

/** `netloom gradients FILE --out G`: one forward and backward pass, or the initial weights with `--init-only`. */
export async function gradients(args: string[], output: Output): Promise<ExitCode> {
  const { positionals, values } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      weights: { type: "string" },
      batch: { type: "string" },
      eval: { type: "boolean" },
      "init-only": { type: "boolean" },
      device: { type: "string" },
      seed: { type: "string" },
      objective: { type: "string" },
      out: { type: "string" },
      json: { type: "boolean" },
    },
  });
  if (values.out === undefined) throw new UsageError(t("Name the output file: --out G.safetensors"));
  const device = deviceOption(values.device);
  const { name, text, place } = await openFile(positionals[0]);
  const { typed, problems } = await openModel(text, place);
  const errors = problems.filter(({ severity }) => severity === "error");
  if (!typed || errors.length > 0) {
    output.problems(name, text, problems);
    return exitCode.problems;
  }
  const objective = objectiveCalled(typed, values.objective);
  const seed = wholeNumber("seed", values.seed, 0) ?? typed.graph.training.seed;
  const out = resolve(values.out);
  if (values["init-only"]) {
    await writeFileAtomic(out, safetensorsParts(initialTensors(typed, seed)));
    return exitCode.done;
  }
  const noLoss = trainable(typed).filter(({ code }) => code === "no-loss");
  if (noLoss.length > 0) {
    output.problems(name, text, noLoss);
    return exitCode.problems;
  }
  const [weights, batch] = [await tensorFile(values.weights), await tensorFile(values.batch)];
  const strays = strayNames(typed, weights);
  for (const stray of strays.slice(0, mostStrays))
    output.complain(
      t('"{0}" in {1} is not a weight of the model and is not used.', stray, values.weights ?? ""),
    );
  if (strays.length > mostStrays)
    output.complain(
      t("{0} more tensors in {1} are not used.", strays.length - mostStrays, values.weights ?? ""),
    );
  const runtime = await createRuntime(device);
  try {
    const results = await gradientPass(typed, runtime, {
      place,
      seed,
      training: !values.eval,
      weights,
      batch,
      objective,
      warn: ({ code, message, details }) => {
        output.complain(`${withHint({ message, ...details })} [${code}]`);
      },
    });
    await writeFileAtomic(out, safetensorsParts(results));
  } catch (error) {
    const { problems } = describeError(error);
    if (!problems) throw error;
    output.problems(name, text, problems);
    return exitCode.problems;
  } finally {
    await runtime.dispose();
  }
  return exitCode.done;
}

/** The objective with a name; undefined if none is given. */
function objectiveCalled({ graph }: TypedGraph, name: string | undefined): NamedObjective | undefined {
  if (name === undefined) return undefined;
  const { objectives } = graph.training;
  const found = objectives.find((objective) => objective.name === name);
  if (found) return found;
  throw new UsageError(
    objectives.length === 0
      ? t("The model has no objectives: leave out --objective.")
      : t(
          'There is no objective "{0}". Objectives: {1}.',
          name,
          objectives.map((objective) => objective.name).join(", "),
        ),
  );
}

/** How many unused tensors are listed. */
const mostStrays = 10;

/** The names of given tensors that the model has no place for, except the optimizer state found in checkpoints. */
function strayNames(typed: TypedGraph, weights: Tensors | undefined): string[] {
  const known = weightsByName(typed);
  return [...(weights?.keys() ?? [])].filter(
    (name) => !known.has(weightOfState(name) ?? name) && !isCarriedData(name),
  );
}
