import { afterStep } from "../../../engine/compiler/afterStep";
import { initialWeights } from "../../../engine/compiler/initialWeights";
import { print } from "../../../engine/compiler/print";
import { objectivesOf } from "../../../engine/graph/objectives";
import { Timetable } from "../../../engine/training/Timetable";
import { trainingParts } from "../../../engine/training/trainingParts";
import { typedSystem } from "../randomGraphs/drawSystem";

/** The Programs of a training step and the initial weights, with names as they are without blocks. Throws for a wrong document. */
export function bitsOf(text: string) {
  const typed = typedSystem(text);
  if (!typed) throw new Error(`the document has an error: ${text}`);
  const weights = Object.entries(initialWeights(typed, 7));
  const { training } = typed.graph;
  const parts = trainingParts(typed, [4], new Timetable(objectivesOf(training), training.accumulate, 8));
  const programs = [...parts.map(({ compiled }) => compiled), ...afterStep(typed)].map(
    ({ program }) => program,
  );
  return {
    programs: programs.map((program) => print(program).replaceAll(/(?<=\w)\/(?=\w)/g, "_")),
    weights: weights.map(([name, values]) => [name.replaceAll("/", "_"), values] as const),
  };
}
