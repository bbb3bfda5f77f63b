import { t } from "@vscode/l10n";
import { watchRenamed } from "../graph/figures";
import type { GraphEdit } from "./edit";
import { recordIn, type Members } from "./editedMembers";
import { wrongObjectiveName } from "./readObjectives";
import { Refusal } from "./Refusal";

export type ObjectiveEdit = Extract<GraphEdit, { readonly kind: "renameObjective" | "moveObjective" }>;

/** The members of `training` after an objective is renamed or moved. Throws a Refusal if that is not possible. */
export function withObjectiveEdit(settings: Members, edit: ObjectiveEdit): Members {
  const objectives = recordIn(settings, "objectives");
  if (!Object.hasOwn(objectives, edit.objective))
    throw new Refusal(t('There is no objective "{0}".', edit.objective));
  return edit.kind === "renameObjective"
    ? renamed(settings, objectives, edit.objective, edit.to)
    : { ...settings, objectives: moved(objectives, edit.objective, edit.to) };
}

function renamed(settings: Members, objectives: Members, name: string, to: string): Members {
  if (to === name) return settings;
  const wrong = wrongObjectiveName(to);
  if (wrong !== undefined) throw new Refusal(wrong);
  if (Object.hasOwn(objectives, to))
    throw new Refusal(t('An objective named "{0}" already exists. Choose another name.', to));
  const { watch } = settings;
  return {
    ...settings,
    objectives: Object.fromEntries(
      Object.entries(objectives).map(([other, objective]) => [other === name ? to : other, objective]),
    ),
    ...(typeof watch === "string" && { watch: watchRenamed(watch, name, to) }),
  };
}

function moved(objectives: Members, name: string, to: number): Members {
  const others = Object.entries(objectives).filter(([other]) => other !== name);
  return Object.fromEntries(others.toSpliced(to, 0, [name, objectives[name]]));
}
