import { realpath } from "node:fs/promises";
import { parseArgs } from "node:util";
import { t } from "@vscode/l10n";
import { applyEdit } from "../document/applyEdit";
import { withFixes } from "../fixes/findFixes";
import { estimateMemory } from "../graph/memory";
import type { Problem } from "../graph/problem";
import { watchWarnings } from "../graph/watchProblems";
import { trainable } from "../graph/trainable";
import { applyTextEdits } from "../document/textEdits";
import { availableMemory } from "../runtime/availableMemory";
import { checkMemory, type Loading } from "../training/checkMemory";
import { EngineError } from "../run/EngineError";
import { batchWarnings } from "../graph/batchWarnings";
import { expectedBatches, expectedPrograms } from "../training/expectedBatches";
import { memoryNeed, totalOf } from "../training/memoryNeed";
import { openModel } from "../training/openModel";
import { writeFileAtomic } from "../training/writeFileAtomic";
import { exitCode, type ExitCode } from "./exitCode";
import { blockTables, nodeTable } from "./nodeTable";
import { openFile, wholeNumber, type OpenFile } from "./openFile";
import type { Output } from "./Output";
import { UsageError } from "./UsageError";
import { withHint } from "../run/withHint";

/**
 * `netloom check FILE`: reports problems and their fixes and, for a valid model, its shapes, parameters, multiply-adds
 * and memory. Instances of blocks and repeated nodes are one row each; `--expand` prints a row for each single node.
 * What the model still needs for training is noted but is not an error. `--fix N` first applies fix N and writes the
 * file.
 */
export async function check(args: string[], output: Output): Promise<ExitCode> {
  const { positionals, values } = parseArgs({
    args,
    allowPositionals: true,
    options: { json: { type: "boolean" }, expand: { type: "boolean" }, fix: { type: "string" } },
  });
  const number = wholeNumber("fix", values.fix, 1);
  const file = await openFile(positionals[0]);
  const text = number === undefined ? file.text : await applyFix(file, number, output);
  const { name, place } = file;
  const { typed, facts, problems: found } = await openModel(text, place);
  const problems = typed ? withFixes({ text, typed, facts }, found) : found;
  output.problems(name, text, problems);
  if (!typed || problems.some(({ severity }) => severity === "error")) return exitCode.problems;
  const notes = trainable(typed);
  output.notes(name, text, notes);
  const batches = expectedBatches(typed, facts);
  if (batches)
    output.problems(name, text, [
      ...batchWarnings(typed, batches.samples),
      ...watchWarnings(typed, batches.validationSamples),
    ]);
  const batchSize = batches?.batchSize ?? 1;
  const programs = notes.some(({ severity }) => severity === "error")
    ? undefined
    : expectedPrograms(typed, facts);
  if (programs) output.problems(name, text, memoryProblems({ ...programs, typed, device: cpu, batchSize }));
  const memory = programs
    ? totalOf(memoryNeed(typed, cpu.kind, programs.programs, programs.data))
    : estimateMemory(typed, batchSize).total;
  const nodes = typed.order.flatMap((id) => {
    const node = typed.nodes.get(id);
    if (!node) return [];
    const shapes = Object.fromEntries(Object.entries(node.outputs).map(([port, type]) => [port, type.shape]));
    return [
      {
        id,
        type: node.layer.type,
        outputs: shapes,
        parameters: node.parameterCount,
        multiplyAdds: node.multiplyAdds,
      },
    ];
  });
  const { parameterCount: parameters, multiplyAdds } = typed;
  output.event({ event: "check", nodes, parameters, multiplyAdds, memory, ...batches } as { event: string });
  const { expand = false } = values;
  for (const line of nodeTable(typed, expand)) output.print(line);
  output.print(
    t(
      "{0} parameters, {1} multiply-adds per sample, about {2} MB for training",
      parameters,
      multiplyAdds,
      (memory / 1e6).toFixed(1),
    ),
  );
  if (batches) {
    const { epochs, stepsPerEpoch } = batches;
    output.print(
      t(
        "{0} epochs of {1} steps, with {2} of {3} training rows per step",
        epochs,
        stepsPerEpoch,
        batchSize,
        batches.samples,
      ),
    );
  }
  for (const line of expand ? [] : blockTables(typed)) output.print(line);
  return exitCode.done;
}

/** Applies fix N, writes the file, reports what was done, and returns the new text. */
async function applyFix({ text, place }: OpenFile, number: number, output: Output): Promise<string> {
  const { typed, facts, problems } = await openModel(text, place);
  const fixes = typed ? withFixes({ text, typed, facts }, problems).flatMap(({ fixes = [] }) => fixes) : [];
  const fix = fixes[number - 1];
  if (!fix)
    throw new UsageError(
      fixes.length === 0
        ? t("There is no fix to apply.")
        : t("There is no fix {0}; there are {1}. Run check without --fix to see them.", number, fixes.length),
    );
  const applied = applyEdit(text, fix.edit);
  if ("refused" in applied) throw new UsageError(applied.refused);
  const fixed = applyTextEdits(text, applied.edits);
  // Write through a link instead of replacing it.
  await writeFileAtomic(await realpath(place.file), fixed);
  output.event({ event: "fix", number, ...fix } as { event: string });
  output.print(t("Applied: {0}", fix.title));
  return fixed;
}

/** The device whose memory is known. */
const cpu = { kind: "cpu" } as const;

/** Whether the model can be trained on this machine's CPU; a GPU may have more or less memory. */
function memoryProblems(loading: Loading & { readonly data: number }): Problem[] {
  try {
    // The data have not been loaded yet.
    return checkMemory(loading, availableMemory() - loading.data);
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    const { places } = loading.typed.graph;
    const range = places.settings.batchSize ?? places.nodes;
    const message = withHint({ message: error.message, ...error.details });
    return [{ code: error.code, severity: "warning", message, range }];
  }
}
