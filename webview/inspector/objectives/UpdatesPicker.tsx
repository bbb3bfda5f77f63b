import { t } from "@vscode/l10n";
import { useState } from "react";
import { withOwners, type NodePath } from "../../../engine/tensor/path";
import { CheckBox } from "../../ui/CheckBox";
import { TextField } from "../../ui/TextField";
import { PickField } from "./PickField";
import { pickRows, type WeightTree } from "./weightTree";

interface Props {
  readonly tree: WeightTree;
  readonly picked: readonly NodePath[];
  readonly problems: readonly string[];
  readonly onPick: (path: NodePath, isPicked: boolean) => void;
}

/** How many rows can be looked through without searching, and how many are shown at most. */
const manyRows = 20;
const mostRows = 100;

/** What an objective updates: nodes with weights, and instances, which open to show those inside. */
export function UpdatesPicker({ tree, picked, problems, onPick }: Props) {
  const [opened, setOpened] = useState(() => new Set(picked.flatMap((path) => withOwners(path).slice(1))));
  const [search, setSearch] = useState("");
  const toggle = (path: NodePath) =>
    setOpened((before) => {
      const now = new Set(before);
      if (!now.delete(path)) now.add(path);
      return now;
    });
  const isLong = [...tree.values()].reduce((sum, inside) => sum + inside.length, 0) > manyRows;
  const rows = pickRows(tree, picked, opened, isLong ? search.trim() : "");
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
      {isLong && (
        <TextField
          label={t("Search nodes")}
          placeholder={t("Search nodes")}
          value=""
          onInput={setSearch}
          onCancel={() => setSearch("")}
        />
      )}
      <div className="picks">
        {rows.slice(0, mostRows).map(({ path, label, depth, opens, isOpen, state }) => (
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
              label={label}
              title={path}
              onChange={(checked) => onPick(path, checked)}
            />
          </div>
        ))}
        {rows.length > mostRows && (
          <p className="field-help">{t("{0} more: search for them.", rows.length - mostRows)}</p>
        )}
      </div>
    </PickField>
  );
}
