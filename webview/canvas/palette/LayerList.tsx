import { t } from "@vscode/l10n";
import { useEffect, useRef, useState } from "react";
import type { PointerEvent, Ref } from "react";
import type { VscodeTextfield } from "@vscode-elements/elements/dist/vscode-textfield/index.js";
import type { Layer } from "../../../engine/layers/layer";
import { TextField } from "../../ui/TextField";
import { categoryName } from "./categoryNames";
import { bestLayer, searchLayers } from "./searchLayers";

interface Props {
  readonly layers: readonly Layer[];
  readonly placeholder: string;
  readonly onPick: (type: string) => void;
  readonly onEscape: () => void;
  /** A press on an entry, which may become a drag. */
  readonly onPress?: (type: string, event: PointerEvent) => void;
  readonly field?: Ref<VscodeTextfield>;
}

/** Layers by category with a search field: arrows choose, Enter takes. */
export function LayerList({ layers, placeholder, onPick, onEscape, onPress, field }: Props) {
  const [query, setQuery] = useState("");
  const [chosen, setChosen] = useState<string>();
  const groups = searchLayers(layers, query, t);
  const shown = groups.flatMap((group) => group.layers.map(({ type }) => type));
  const searching = query.trim() !== "";
  const active =
    chosen !== undefined && shown.includes(chosen)
      ? chosen
      : searching
        ? (bestLayer(layers, query)?.type ?? shown[0])
        : undefined;
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (active !== undefined)
      list.current?.querySelector(`[data-type="${active}"]`)?.scrollIntoView({ block: "nearest" });
  }, [active]);

  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step !== 0) {
      const from = active === undefined ? (step > 0 ? -1 : 0) : shown.indexOf(active);
      setChosen(shown[(from + step + shown.length) % shown.length]);
      event.preventDefault();
    } else if (event.key === "Enter") {
      if (active !== undefined) onPick(active);
      event.preventDefault();
    } else if (event.key === "Escape") {
      if (searching) setQuery("");
      else onEscape();
      setChosen(undefined);
      event.preventDefault();
      event.stopPropagation();
    }
  };

  return (
    <>
      <TextField
        className="palette-search"
        label={placeholder}
        placeholder={placeholder}
        value={query}
        onInput={(text) => {
          setQuery(text);
          setChosen(undefined);
        }}
        onKeyDown={onKeyDown}
        ref={field}
      />
      <div className="palette-list" role="listbox" aria-label={t("Layers")} ref={list}>
        {groups.map((group) => (
          <div
            role="group"
            aria-label={categoryName(group.category)}
            data-category={group.category}
            key={group.category}
          >
            <h3>{categoryName(group.category)}</h3>
            {group.layers.map(({ type, summary }) => (
              <div
                key={type}
                role="option"
                aria-selected={type === active}
                className="palette-item"
                data-type={type}
                title={t(summary)}
                onPointerDown={onPress && ((event) => onPress(type, event))}
                onClick={onPress ? undefined : () => onPick(type)}
                onDoubleClick={onPress ? () => onPick(type) : undefined}
              >
                <span className="swatch" />
                {type}
              </div>
            ))}
          </div>
        ))}
        {shown.length === 0 && <p className="palette-none">{t("No layer of that name.")}</p>}
      </div>
    </>
  );
}
