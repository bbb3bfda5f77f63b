import { basename } from "node:path";
import { t } from "@vscode/l10n";
import { weightsOf } from "../compiler/weights";
import { countProblems } from "../graph/listed";
import type { Problem } from "../graph/problem";
import type { TypedGraph } from "../graph/typedGraph";
import { sizeOf } from "../tensor/tensor";
import type { CheckpointName } from "../runFolder/runPaths";
import { EngineError } from "../run/EngineError";
import { totalOf, type MemoryNeed } from "./memoryNeed";

/** The errors of preparing, running and resuming training. Those of data and devices are created where they occur. */

export function modelHasProblems(problems: readonly Problem[]): EngineError {
  const errors = problems.filter(({ severity }) => severity === "error");
  return new EngineError("model-has-problems", errors[0]?.message ?? t("The model has problems."), {
    problems,
    nodeId: errors[0]?.node,
    hint:
      errors.length > 1
        ? t("Fix this and the {0} other problems, then train again.", countProblems(errors) - 1)
        : t("Fix this, then train again."),
  });
}

export function noTrainingSamples(node: string): EngineError {
  return new EngineError("no-training-samples", t('"{0}" has no samples left to train on.', node), {
    nodeId: node,
    hint: t("Add samples, or reduce its validation fraction."),
  });
}

/** The memory that a model needs and the memory available, in bytes. */
interface MemoryUse {
  readonly need: MemoryNeed;
  readonly available: number;
  readonly batchSize: number;
  readonly typed: TypedGraph;
}

export function modelTooLarge(given: MemoryUse): EngineError {
  return new EngineError(
    "model-too-large",
    t(
      "The model needs about {0} MB of memory, but only {1} MB are free: {2}.",
      megabytes(totalOf(given.need)),
      megabytes(given.available),
      needParts(given),
    ),
    { hint: memoryAdvice(given) },
  );
}

/** The warning for a run that only just fits into memory. */
export function memoryNearlyFull(given: MemoryUse): string {
  const { need, available } = given;
  return t(
    "The model needs about {0} MB of the {1} MB of free memory: {2}. {3}",
    megabytes(totalOf(need)),
    megabytes(available),
    needParts(given),
    memoryAdvice(given),
  );
}

/** The parts of the memory needed, largest first. */
function needParts({ need, batchSize }: MemoryUse): string {
  const parts = [
    { bytes: need.weights, text: t("weights {0} MB", megabytes(need.weights)) },
    { bytes: need.optimizer, text: t("optimizer {0} MB", megabytes(need.optimizer)) },
    { bytes: need.batch, text: t("steps of {0} samples {1} MB", batchSize, megabytes(need.batch)) },
    { bytes: need.data, text: t("data {0} MB", megabytes(need.data)) },
  ];
  return parts
    .filter(({ bytes }) => bytes > totalOf(need) / 100)
    .sort((a, b) => b.bytes - a.bytes)
    .map(({ text }) => text)
    .join(", ");
}

function memoryAdvice({ need, available, batchSize, typed }: MemoryUse): string {
  const { weights, optimizer, batch, data } = need;
  const most = Math.max(weights, optimizer, batch, data);
  if (most === data) return t("Use fewer rows of the data.");
  if (most === batch) {
    const fitting = Math.floor((batchSize * (available * 0.8 - totalOf(need) + batch)) / batch);
    return fitting >= 1 && fitting < batchSize
      ? t("Set batchSize to {0} or less.", fitting)
      : t("Use fewer units or channels, or smaller inputs.");
  }
  const [largest] = weightsOf(typed).sort((a, b) => sizeOf(b.shape) - sizeOf(a.shape));
  const units = t("Use fewer units: {0} has the most weights.", largest?.node ?? "");
  return most === optimizer ? [units, t("SGD without momentum has no state.")].join(" ") : units;
}

export function tensorTooLarge(numbers: number, most: number): EngineError {
  return new EngineError(
    "model-too-large",
    t("A tensor of this batch would have {0} elements; a tensor may have at most {1}.", numbers, most),
    { hint: t("Use a smaller batch size or smaller layers.") },
  );
}

/** The warning that in some batches no row counted towards a loss. */
export function noRowCounts(batches: number, epoch: number, loss: string): string {
  return t(
    'Up to epoch {1}, {0} batches had no row that counts towards "{2}", so they gave no gradient. Use larger batches, or remove such rows from the data.',
    batches,
    epoch,
    loss,
  );
}

/** The warning for a run that continues without the requested statistics. */
export function noRoomForStatistics(): string {
  return t(
    "There is not enough free memory to compute gradient statistics. Training continues without them; a smaller batchSize would make room.",
  );
}

/** The warnings for a run that continues without panels: there is no memory for them, or they failed. */
export function noRoomForPanels(): string {
  return t(
    "There is not enough free memory to show what the model does with samples. Training continues without it.",
  );
}
export function noPanels(reason: string): string {
  return t("What the model does with samples cannot be shown: {0} Training continues without it.", reason);
}

/** The warning for a run whose training loss is finite but whose validation loss is not. */
export function validationNotFinite(epoch: number): string {
  return t(
    "In epoch {0}, the validation loss is NaN or infinite although the training loss is finite: compare the validation rows with the training rows. Such an epoch never counts as the best.",
    epoch,
  );
}

/** The warning for a run whose validation loss is undefined. */
export function noValidationRowCounts(loss: string): string {
  return t(
    'No validation row counts towards "{0}", so there is no validation loss; the best checkpoint is the one with the lowest training loss.',
    loss,
  );
}

export function cannotWrite(path: string, error: unknown): EngineError {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === "ENOSPC" || code === "EDQUOT") {
    return new EngineError("disk-full", t("The disk is full: {0} could not be written.", path), {
      hint: t("Free some space, then resume the run; its last complete checkpoint is intact."),
    });
  }
  if (code === "ELOOP") {
    return new EngineError(
      "cannot-write",
      t("{0} is a link, and links in a run's folder are not followed.", path),
      {
        hint: t("Remove the link, then resume the run."),
      },
    );
  }
  if (code === "ENOENT") {
    return new EngineError("cannot-write", t("{0} could not be written: its folder is gone.", path), {
      hint: t("Do not move or delete a run's folder during training. Start a new run."),
    });
  }
  return new EngineError("cannot-write", t("{0} could not be written: {1}", path, message), {
    hint: t("Check the folder's permissions, or choose another runs folder in the settings."),
  });
}

/** A run folder cannot be created in `runs`; `existing` is the part of that path that exists. */
export function cannotMakeRun(runs: string, existing: string, error: unknown): EngineError {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === "ENOSPC" || code === "EDQUOT") return cannotWrite(runs, error);
  const reason =
    code === "ENOTDIR" || code === "EEXIST"
      ? t("{0} is not a folder.", existing)
      : code === "EACCES" || code === "EPERM" || code === "EROFS" || code === "ENOENT"
        ? t("{0} is not writable.", existing)
        : message;
  return new EngineError("cannot-write", t("Runs cannot be saved in {0}: {1}", runs, reason), {
    hint: t("Check the folder's permissions, or choose another runs folder in the settings."),
  });
}

/** A run folder, or a part of it, is reached through a link that leads elsewhere. */
export function runOutside(path: string): EngineError {
  return new EngineError("run-outside", t("{0} leads out of the workspace through a link.", path), {
    hint: t("Put a folder there instead of the link, or choose another runs folder."),
  });
}

export function runIsActive(
  path: string,
  owner?: { readonly pid: number; readonly host: string },
): EngineError {
  return new EngineError(
    "run-is-active",
    owner
      ? t("The run {0} is being trained by process {1} on {2}.", path, owner.pid, owner.host)
      : t("The run {0} is still running.", path),
    { hint: t("Stop it there first, or wait until it ends.") },
  );
}

export function notARun(path: string): EngineError {
  return new EngineError(
    "not-a-run",
    t("{0} is not a run that can be resumed: it has no complete checkpoint.", path),
    {
      hint: t("Choose a folder under .netloom/runs, or start a new run."),
    },
  );
}

/** How many steps the error lists. */
const namedSteps = 50;

export function noSuchCheckpoint(path: string, step: number, steps: readonly number[]): EngineError {
  const named = steps.slice(0, namedSteps).join(", ");
  const hint =
    steps.length === 0
      ? t("It has no checkpoints by step.")
      : steps.length <= namedSteps
        ? t("It has checkpoints of steps {0}.", named)
        : t("It has checkpoints of steps {0} and {1} more.", named, steps.length - namedSteps);
  return new EngineError(
    "no-such-checkpoint",
    t("The run {0} has no checkpoint of step {1}.", basename(path), step),
    { hint },
  );
}

/** A run has no checkpoint, or not that one; or what was named is no run. */
export function noCheckpoint(path: string, name?: CheckpointName): EngineError {
  return new EngineError(
    "no-such-checkpoint",
    name === undefined
      ? t("{0} is not a run with a checkpoint.", path)
      : t("The run {0} has no checkpoint “{1}”.", basename(path), name),
    { hint: t("Train the model, or name another run: a folder under .netloom/runs.") },
  );
}

export function checkpointUnreadable(path: string, reason: string): EngineError {
  return new EngineError("checkpoint-unreadable", t("The checkpoint {0} cannot be read: {1}.", path, reason));
}

/** None of a run's checkpoints can be read, for these reasons. */
export function checkpointsDamaged(path: string, reasons: readonly string[]): EngineError {
  return new EngineError(
    "not-a-run",
    t("The run {0} cannot be resumed: none of its checkpoints is intact. {1}", path, reasons.join(" ")),
    { hint: t("Start a new run.") },
  );
}

/** The warning for a run that resumes from its best checkpoint because the last one is unusable. */
export function resumedFromBest(step: number, reason: string): string {
  return t("{0} The run resumes from its best checkpoint, at step {1}.", reason, step);
}

export function dataChanged(path: string, differences: readonly string[]): EngineError {
  return new EngineError(
    "data-changed",
    t("The data have changed since the run {0} was started: {1}.", basename(path), differences.join("; ")),
    {
      hint: t(
        "Restore the data, or continue with the new data: rows that are now held out for validation may have been trained on before.",
      ),
    },
  );
}

export function noWeightFits(path: string): EngineError {
  return new EngineError(
    "no-weight-fits",
    t("No tensor in {0} has the name and shape of one of the model's weights.", path),
    {
      hint: t("Tensors are named as in checkpoints: hidden.weight, lstm.weight_ih_l0."),
    },
  );
}

export function checkpointDoesNotFit(path: string, name: string): EngineError {
  return new EngineError(
    "checkpoint-does-not-fit",
    t("The checkpoint {0} does not match the model: {1}.", path, name),
    {
      hint: t("Resume with the model that the run was started with, or start a new run."),
    },
  );
}

export function modelChanged(path: string): EngineError {
  return new EngineError("model-changed", t("The model has changed since the run {0} was started.", path), {
    hint: t(
      "Undo the change to resume, or start a new run. Only the layout, the metrics and the number of epochs may differ.",
    ),
  });
}

export function tensorMissing(name: string): EngineError {
  return new EngineError("tensor-missing", t("The batch contains no tensor for {0}.", name), {
    hint: t("Name the tensors as in the wires: image or digits.image."),
  });
}

export function tensorDoesNotFit(
  name: string,
  given: readonly number[],
  expected: readonly number[],
): EngineError {
  return new EngineError(
    "tensor-does-not-fit",
    t(
      "The tensor {0} has shape [{1}], but the model expects [{2}].",
      name,
      given.join(", "),
      expected.join(", "),
    ),
  );
}

export function tensorsTooLarge(path: string, bytes: number, available: number): EngineError {
  return new EngineError(
    "model-too-large",
    t(
      "{0} has {1} MB, but only {2} MB of memory are free.",
      basename(path),
      megabytes(bytes),
      megabytes(available),
    ),
  );
}

export function notSafetensors(path: string, reason: string): EngineError {
  return new EngineError("not-safetensors", t("{0} cannot be read as safetensors: {1}", path, reason));
}

function megabytes(bytes: number): number {
  return Math.ceil(bytes / 1e6);
}

/** Why a run ended early: what was watched, for how many epochs it has not improved, and its best value, if any. */
export function stoppedEarly(
  watch: string,
  epochs: number,
  best: { readonly value: string; readonly epoch: number } | undefined,
): string {
  const since =
    epochs === 1
      ? t("Stopped early: {0} has not improved for 1 epoch", watch)
      : t("Stopped early: {0} has not improved for {1} epochs", watch, epochs);
  return best ? t("{0}; best {1} at epoch {2}.", since, best.value, best.epoch) : t("{0}.", since);
}
