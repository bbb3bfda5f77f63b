import "../../ui/hues.css";
import "./objectives.css";
import { t } from "@vscode/l10n";
import { useId, useRef } from "react";
import type { ReactNode } from "react";
import type { GraphEdit } from "../../../engine/document/edit";
import type { Problem } from "../../../engine/graph/problem";
import type { TypedGraph } from "../../../engine/graph/typedGraph";
import { hueAt } from "../../ui/hueAt";
import { scrollWithin } from "../../ui/scrollWithin";
import { ProblemList } from "../ProblemList";
import { addObjective, lossesOf, onePerLoss } from "./objectiveEdits";
import { ObjectiveForm } from "./ObjectiveForm";
import { writtenObjectives, type WrittenObjective } from "./writtenObjectives";

interface Props {
  readonly typed: TypedGraph;
  /** The problems in `training.objectives`, and losses that none of them minimises. */
  readonly problems: readonly Problem[];
  /** The name of the objective that is unfolded. */
  readonly open: string | undefined;
  readonly onOpen: (name: string | undefined) => void;
  /** Called with the objective under the pointer or with the focus, so that the canvas can show what it concerns. */
  readonly onPoint: (name: string | undefined) => void;
  readonly onEdit: (edit: GraphEdit) => void;
}

/** The objectives of a document in their order, one of them unfolded. */
export function Objectives({ typed, problems, open, onOpen, onPoint, onEdit }: Props) {
  const add = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLUListElement>(null);
  const written = writtenObjectives(typed.graph);
  const names = written.map(({ name }) => name);
  const lossCount = lossesOf(typed).length;
  const own = problems.filter(
    (problem) => !isUnused(problem) && !names.some((name) => isOf(problem.setting, name)),
  );
  return (
    <section className="objectives" aria-label={t("Objectives")}>
      <h3>{t("Objectives")}</h3>
      <p className="summary">{summaryOf(written.length, lossCount)}</p>
      <ProblemList problems={own} />
      <ul ref={list}>
        {written.map((objective, place) => (
          <Entry
            key={objective.name}
            objective={objective}
            hue={hueAt(place)}
            isOpen={objective.name === open}
            hasProblem={problems.some(({ setting }) => isOf(setting, objective.name))}
            onToggle={() => onOpen(objective.name === open ? undefined : objective.name)}
            onPoint={onPoint}
          >
            {() => (
              <ObjectiveForm
                typed={typed}
                objective={objective}
                names={names}
                problems={problems.filter(({ setting }) => isOf(setting, objective.name))}
                onEdit={onEdit}
                onRename={(to) => {
                  // Before the edit is drawn, so that it stays unfolded.
                  onOpen(to);
                  onEdit({ kind: "renameObjective", objective: objective.name, to });
                }}
                onRemoved={() => add.current?.focus()}
              />
            )}
          </Entry>
        ))}
      </ul>
      <ProblemList problems={problems.filter(isUnused)} />
      <div className="objective-actions">
        <button
          type="button"
          className="link"
          ref={add}
          onClick={() => {
            const { name, edit } = addObjective(typed);
            onOpen(name);
            onEdit(edit);
            requestAnimationFrame(() => {
              const entry = list.current?.lastElementChild;
              const inspector = entry?.closest(".inspector");
              if (entry && inspector) scrollWithin(inspector, entry, "start");
              entry?.querySelector("button")?.focus({ preventScroll: true });
            });
          }}
        >
          {t("Add Objective")}
        </button>
        {written.length === 0 && lossCount > 1 && (
          <button type="button" className="link" onClick={() => onEdit(onePerLoss(typed))}>
            {t("One Objective per Loss")}
          </button>
        )}
      </div>
    </section>
  );
}

function summaryOf(count: number, lossCount: number): string {
  if (count > 0) return t("In each step they run in this order, each on its own batch.");
  return lossCount > 1
    ? t(
        "All losses together train all weights. With objectives, each loss can train weights of its own, as in a GAN.",
      )
    : t(
        "The loss trains all weights. With several losses, objectives say which of them trains which weights.",
      );
}

function isUnused({ code }: Problem): boolean {
  return code === "loss-unused";
}

/** Whether a setting, dotted, is in an objective. */
function isOf(setting: string | undefined, name: string): boolean {
  const path = `objectives.${name}`;
  return setting !== undefined && (setting === path || setting.startsWith(`${path}.`));
}

interface EntryProps {
  readonly objective: WrittenObjective;
  readonly hue: number;
  readonly isOpen: boolean;
  readonly hasProblem: boolean;
  readonly onToggle: () => void;
  readonly onPoint: (name: string | undefined) => void;
  readonly children: () => ReactNode;
}

function Entry({ objective, hue, isOpen, hasProblem, onToggle, onPoint, children }: EntryProps) {
  const { name } = objective;
  const id = useId();
  return (
    <li
      className="objective"
      data-hue={hue}
      onPointerEnter={() => onPoint(name)}
      onPointerLeave={() => onPoint(undefined)}
    >
      <button
        type="button"
        className="unfold"
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={onToggle}
        onFocus={() => onPoint(name)}
        onBlur={() => onPoint(undefined)}
      >
        <span className="objective-name">{name}</span>
        {!isOpen && <span className="objective-summary">{aboutOf(objective)}</span>}
        {hasProblem && (
          <span
            className="objective-trouble"
            role="img"
            aria-label={t("has a problem")}
            title={t("has a problem")}
          >
            !
          </span>
        )}
      </button>
      <div className="unfolded" id={id} role="group" aria-label={name} hidden={!isOpen}>
        {isOpen && children()}
      </div>
    </li>
  );
}

/** `real, fake → judge` */
function aboutOf({ losses, updates }: WrittenObjective): string {
  return [losses, updates].flatMap((paths) => (paths.length > 0 ? [paths.join(", ")] : [])).join(" → ");
}
