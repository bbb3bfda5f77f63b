import { t } from "@vscode/l10n";
import { useMemo } from "react";
import type { MouseEvent } from "react";
import type { GraphEdit } from "../../../engine/document/edit";
import { wrongObjectiveName } from "../../../engine/document/readObjectives";
import type { Problem } from "../../../engine/graph/problem";
import { objectiveParams, typedSettings, type TypedSettingName } from "../../../engine/graph/schema";
import type { TypedGraph } from "../../../engine/graph/typedGraph";
import type { Parameter } from "../../../engine/parameters/parameter";
import { Field } from "../Field";
import { NameField } from "../NameField";
import { ProblemList } from "../ProblemList";
import { TypedFields, typedFieldNames } from "../TypedFields";
import { LossPicker } from "./LossPicker";
import { lossesOf, pickLoss, pickUpdated, removeObjective, set, windowWith } from "./objectiveEdits";
import { UpdatesPicker } from "./UpdatesPicker";
import { weightTree } from "./weightTree";
import { WindowField } from "./WindowField";
import { membersOf, type WrittenObjective } from "./writtenObjectives";

interface Props {
  readonly typed: TypedGraph;
  readonly objective: WrittenObjective;
  /** The names of all objectives, in their order. */
  readonly names: readonly string[];
  /** Those of this objective. */
  readonly problems: readonly Problem[];
  readonly onEdit: (edit: GraphEdit) => void;
  readonly onRename: (to: string) => void;
  readonly onRemoved: () => void;
}

/** Everything that can be set of one objective. */
export function ObjectiveForm(props: Props) {
  const { typed, objective, names, problems, onEdit, onRename, onRemoved } = props;
  const { name, members, epochs } = objective;
  const { training } = typed.graph;
  const path = `objectives.${name}`;
  const losses = useMemo(() => lossesOf(typed), [typed]);
  const tree = useMemo(() => weightTree(typed), [typed]);
  const messagesOf = (...settings: string[]) =>
    problems.flatMap(({ setting, message }) =>
      settings.some((each) => setting === `${path}.${each}`) ? [message] : [],
    );
  const problemOf = (setting: string) => messagesOf(setting)[0];
  const typedNames = Object.keys(typedSettings) as TypedSettingName[];
  const shown = new Set([
    ...Object.keys(objectiveParams),
    "weights",
    ...typedNames.flatMap((each) => typedFieldNames(each, membersOf(members[each]))),
  ]);
  const unplaced = problems.filter(({ setting = "" }) => !shown.has(setting.slice(path.length + 1)));
  const place = names.indexOf(name);
  const change = (inner: readonly string[], value: unknown) => onEdit(set([name, ...inner], value));
  const field = (setting: "steps" | "warmup", parameter: Parameter) => (
    <Field
      name={setting}
      parameter={parameter}
      value={members[setting]}
      problem={problemOf(setting)}
      onChange={(value) => change([setting], value)}
    />
  );
  const typedField = (setting: TypedSettingName) => (
    <TypedFields
      name={setting}
      value={Object.hasOwn(members, setting) ? membersOf(members[setting]) : undefined}
      unset={{
        label: t("as above"),
        help: t("As in the training settings: {0}.", training[setting]?.type ?? "none"),
      }}
      problemOf={problemOf}
      onChange={change}
    />
  );
  const move = (to: number) => (event: MouseEvent<HTMLButtonElement>) => {
    const button = event.currentTarget;
    if (to < 0 || to >= names.length) return;
    onEdit({ kind: "moveObjective", objective: name, to });
    // An element that moves in the page loses the focus.
    requestAnimationFrame(() => button.focus());
  };
  return (
    <>
      <NameField
        name={name}
        label={t("Objective name")}
        check={(to) => {
          if (to !== name && names.includes(to))
            return t('An objective named "{0}" already exists. Choose another name.', to);
          return wrongObjectiveName(to);
        }}
        onRename={onRename}
      />
      <ProblemList problems={unplaced} />
      <LossPicker
        objective={objective}
        losses={losses}
        problems={messagesOf("losses", "weights")}
        onPick={(loss, isPicked) => onEdit(pickLoss(objective, loss, isPicked))}
        onWeight={(loss, weight) => change(["weights", loss], weight)}
      />
      <UpdatesPicker
        tree={tree}
        picked={objective.updates}
        problems={messagesOf("updates")}
        onPick={(node, isPicked) => onEdit(pickUpdated(objective, node, isPicked))}
      />
      {field("steps", objectiveParams.steps)}
      <WindowField
        epochs={epochs}
        problem={problemOf("epochs")}
        onChange={(end, value) => change(["epochs"], windowWith(epochs, end, value, training.epochs))}
      />
      {typedField("optimizer")}
      {typedField("schedule")}
      {field("warmup", { ...objectiveParams.warmup, default: training.warmup })}
      {typedField("clipping")}
      <div className="objective-actions">
        <button type="button" className="link" aria-disabled={place === 0} onClick={move(place - 1)}>
          {t("Move Up")}
        </button>
        <button
          type="button"
          className="link"
          aria-disabled={place === names.length - 1}
          onClick={move(place + 1)}
        >
          {t("Move Down")}
        </button>
        <button
          type="button"
          className="link"
          onClick={() => {
            onEdit(removeObjective(typed, name));
            onRemoved();
          }}
        >
          {t("Remove")}
        </button>
      </div>
    </>
  );
}
