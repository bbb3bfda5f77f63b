import { t } from "@vscode/l10n";
import { useState } from "react";
import { withOwners, type NodePath } from "../../../engine/tensor/path";
import { CheckBox } from "../../ui/CheckBox";
import { PickField } from "./PickField";
import { pickRows, type WeightTree } from "./weightTree";

interface Props {
  readonly tree: WeightTree;
  readonly picked: readonly NodePath[];
  readonly problems: readonly string[];
  readonly onPick: (path: NodePath, isPicked: boolean) => void;
}

/** What an objective updates: nodes with weights, and instances, which open to show those inside. */
export function UpdatesPicker({ tree, picked, problems, onPick }: Props) {
  const [opened, setOpened] = useState(() => new Set(picked.flatMap((path) => withOwners(path).slice(1))));
  const toggle = (path: NodePath) =>
    setOpened(
      (before) =>
        new Set(before.has(path) ? [...before].filter((other) => other !== path) : [...before, path]),
    );
  return (
    <PickField
      name="updates"
      help={
        picked.length > 0
          ? t("Only these weights are changed.")
          : t("None is picked: all weights that its losses depend on are changed.")
      }
      problems={problems}
    >
      {pickRows(tree, picked, opened).map(({ path, depth, opens, isOpen, state }) => (
        <div className="pick-row" key={path} style={{ paddingInlineStart: depth * 14 }}>
          {opens ? (
            <button
              type="button"
              className="unfold pick-unfold"
              aria-expanded={isOpen}
              aria-label={t("Inside {0}", path)}
              title={t("Inside {0}", path)}
              onClick={() => toggle(path)}
            />
          ) : (
            tree.size > 1 && <span className="pick-indent" />
          )}
          <CheckBox
            checked={state !== "free"}
            disabled={state === "within"}
            label={depth > 0 ? path.slice(path.lastIndexOf("/") + 1) : path}
            title={path}
            onChange={(checked) => onPick(path, checked)}
          />
        </div>
      ))}
    </PickField>
  );
}
