import { pathOn } from "../../../engine/graph/page";
import type { ShownLoss } from "../../messages/run";
import type { CanvasState } from "./canvasState";

/**
 * What a loss node of the page shows of the run: the loss of the first objective that the node is part of, or of the run
 * if it has no objectives.
 */
export function shownLoss(
  { run, typed, page }: Pick<CanvasState, "run" | "typed" | "page">,
  node: string,
): ShownLoss | undefined {
  if (!run?.objectives) return run;
  const path = page ? pathOn(page, node) : node;
  const objective = typed?.graph.training.objectives.find(({ losses }) => losses.includes(path));
  return objective?.name === undefined ? undefined : run.objectives[objective.name];
}
