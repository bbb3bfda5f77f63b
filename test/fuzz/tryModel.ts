import { join } from "node:path";
import { trainable } from "../../engine/graph/trainable";
import { openModel } from "../../engine/training/openModel";
import { describeError } from "../../engine/training/describeError";
import { Trainer } from "../../engine/training/Trainer";
import { expectUserError, expectSoundProblem } from "./sound";

/**
 * Checks a document and trains it for two steps in float64, with the files in the folder.
 *
 * @param data The content of those files, which messages may quote.
 */
export async function tryModel(text: string, folder: string, data = ""): Promise<void> {
  const place = { file: join(folder, "model.nn.json"), workspace: folder };
  const { typed, problems } = await openModel(text, place);
  const all = [...problems, ...(typed ? trainable(typed) : [])];
  for (const problem of all) expectSoundProblem(problem, text, data);
  let trainer: Trainer;
  try {
    trainer = await Trainer.open(
      { text, ...place, runs: join(folder, "runs"), device: "reference", steps: 2, probeEvery: 0 },
      () => undefined,
    );
  } catch (error) {
    const code = expectUserError(error, text, data);
    // Checking reads only a part of a file, so damage in the rest is found only in training.
    const { problems: later = [] } = describeError(error);
    const isSound = typed && all.every(({ severity }) => severity !== "error");
    const isNew = later.some(({ code, severity }) => severity === "error" && !code.startsWith("data-"));
    if (code === "model-has-problems" && isSound && isNew)
      throw new Error("check found nothing, and train did", { cause: error });
    return;
  }
  const { error } = await trainer.train();
  if (error?.code === "internal") throw new Error(`training ended with: ${error.message}`);
}
