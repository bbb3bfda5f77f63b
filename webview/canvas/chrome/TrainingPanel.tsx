import { useEffect, useMemo } from "react";
import { objectiveProblems } from "../../../engine/graph/objectiveProblems";
import type { Problem } from "../../../engine/graph/problem";
import type { TypedGraph } from "../../../engine/graph/typedGraph";
import { watchProblems } from "../../../engine/graph/watchProblems";
import { Objectives } from "../../inspector/objectives/Objectives";
import { lossesOf } from "../../inspector/objectives/objectiveEdits";
import { TrainingForm } from "../../inspector/TrainingForm";
import { noMarks, objectiveMarks } from "../model/objectiveMarks";
import { useCanvas, useCanvasState } from "../state/useCanvas";

interface Props {
  readonly typed: TypedGraph;
  /** All problems of the document. */
  readonly problems: readonly Problem[];
}

/** The training settings with the objectives; while it is shown, the canvas shows what the objectives concern. */
export function TrainingPanel({ typed, problems }: Props) {
  const canvas = useCanvas();
  const open = useCanvasState((state) => state.openObjective);
  const own = useMemo(() => problemsOf(typed, problems), [typed, problems]);
  return (
    <>
      <TrainingForm
        typed={typed}
        problems={own.filter(isOfForm)}
        objectives={
          <Objectives
            typed={typed}
            problems={own.filter((problem) => !isOfForm(problem))}
            open={open}
            onOpen={(openObjective) => canvas.set({ openObjective })}
            onPoint={(pointedObjective) => canvas.set({ pointedObjective })}
            onEdit={canvas.edit}
          />
        }
        onChange={(path, value) => canvas.edit({ kind: "training", path, value })}
      />
      <Marks typed={typed} />
    </>
  );
}

/** Keeps the canvas's marks up to date; a component of its own, so that the form is not rendered when they change. */
function Marks({ typed }: Pick<Props, "typed">) {
  const canvas = useCanvas();
  const shown = useCanvasState(({ pointedObjective, openObjective }) => pointedObjective ?? openObjective);
  useEffect(
    () => canvas.set({ marks: objectiveMarks(typed, shown, canvas.get().marks) }),
    [canvas, typed, shown],
  );
  useEffect(() => () => canvas.set({ marks: noMarks, pointedObjective: undefined }), [canvas]);
  return null;
}

/** The problems in `training`, also those that keep it from being started. */
function problemsOf(typed: TypedGraph, problems: readonly Problem[]): Problem[] {
  const found = [
    ...problems.filter((problem) => isOfTraining(problem, typed)),
    ...(lossesOf(typed).length > 0 ? watchProblems(typed) : []),
    ...objectiveProblems(typed),
  ];
  return [...new Map(found.map((problem) => [problem.message, problem])).values()];
}

/** Whether the form of the training settings shows a problem, and not that of the objectives in it. */
function isOfForm({ code, setting }: Problem): boolean {
  if (code === "loss-unused") return false;
  return setting === undefined || !(setting === "objectives" || setting.startsWith("objectives."));
}

function isOfTraining({ setting, node, edge, range }: Problem, { graph }: TypedGraph): boolean {
  if (setting !== undefined) return true;
  const { offset, length } = graph.places.training;
  return node === undefined && edge === undefined && range.offset >= offset && range.offset < offset + length;
}
