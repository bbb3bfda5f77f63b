import "./LayerList.css";
import { t } from "@vscode/l10n";
import { useEffect, useRef, useState } from "react";
import type { PointerEvent, Ref } from "react";
import type { VscodeTextfield } from "@vscode-elements/elements/dist/vscode-textfield/index.js";
import { scrollWithin } from "../../ui/scrollWithin";
import { TextField } from "../../ui/TextField";
import { useCanvas, useCanvasState } from "../state/useCanvas";
import { categoryName } from "./categoryNames";
import { paletteCategories, type PaletteCategory, type PaletteEntry } from "./paletteEntries";
import { bestLayer, searchLayers } from "./searchLayers";

interface Props {
  readonly layers: readonly PaletteEntry[];
  /** The likeliest of them, listed before the categories, which are then folded. */
  readonly likely?: readonly PaletteEntry[];
  /** Layers that do not fit, found by a search after those that do. */
  readonly others?: readonly PaletteEntry[];
  readonly placeholder: string;
  /** `goesOn`: picked with Ctrl+Enter, to add another one after it. */
  readonly onPick: (type: string, goesOn: boolean) => void;
  readonly onEscape: () => void;
  /** Whether Escape calls `onEscape` even if there is a query, which it would otherwise clear first. */
  readonly escapesAtOnce?: boolean;
  /** Called when an entry is pressed, which may become a drag. */
  readonly onPress?: (type: string, event: PointerEvent) => void;
  readonly field?: Ref<VscodeTextfield>;
}

/**
 * Layers by category, with a search field. Categories fold and stay as they were left; a search looks in all of them.
 * Up and down move the selection, right and left unfold and fold, Enter picks.
 */
export function LayerList(props: Props) {
  const {
    layers,
    likely = [],
    others = [],
    placeholder,
    onPick,
    onEscape,
    escapesAtOnce,
    onPress,
    field,
  } = props;
  const canvas = useCanvas();
  const saved = useCanvasState((state) => state.unfolded);
  const [own, setOwn] = useState<readonly PaletteCategory[]>([]);
  const unfolded = likely.length > 0 ? own : saved;
  const [query, setQuery] = useState("");
  const [chosen, setChosen] = useState<string>();
  const searching = query.trim() !== "";
  const groups = searchLayers(layers, query, t).map((group) => ({
    ...group,
    open: searching || unfolded.includes(group.category),
  }));
  const first = searching ? [] : likely.map(({ type }) => likelyEntry(type));
  // What the arrow keys move through: visible layers and, without a search, the headings.
  const entries = [
    ...first,
    ...groups.flatMap(({ category, layers: members, open }) => [
      ...(searching ? [] : [category]),
      ...(open ? members.map(({ type }) => type) : []),
    ]),
  ];
  const unfit = searching ? searchLayers(others, query, t).flatMap((group) => group.layers) : [];
  entries.push(...unfit.map(({ type }) => type));
  const best = searching ? (bestLayer(layers, query, t)?.type ?? entries[0]) : first[0];
  const active = chosen !== undefined && entries.includes(chosen) ? chosen : best;
  const layerOf = (entry: string) => [...layers, ...others].find(({ type }) => type === typeOf(entry));
  const layer = active === undefined ? undefined : layerOf(active);
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!list.current || active === undefined) return;
    const entry = list.current.querySelector(`[data-entry="${active}"]`);
    if (entry) scrollWithin(list.current, entry, "nearest");
  }, [active]);

  const fold = (category: PaletteCategory, open: boolean) => {
    const rest = unfolded.filter((other) => other !== category);
    const now = open ? [...rest, category] : rest;
    if (likely.length > 0) setOwn(now);
    else canvas.set({ unfolded: now });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    const heading = paletteCategories.find((category) => category === active);
    if (step !== 0 && entries.length > 0) {
      const from = active === undefined ? (step > 0 ? -1 : 0) : entries.indexOf(active);
      setChosen(entries[(from + step + entries.length) % entries.length]);
      event.preventDefault();
    } else if (!searching && active !== undefined && ["ArrowRight", "ArrowLeft"].includes(event.key)) {
      // Left on a layer moves to its heading, as in VS Code's trees.
      const category = heading ?? layerOf(active)?.category;
      if (!category) return;
      if (heading) fold(heading, event.key === "ArrowRight");
      else if (event.key === "ArrowLeft") setChosen(category);
      event.preventDefault();
    } else if (event.key === "Enter") {
      if (heading) fold(heading, !unfolded.includes(heading));
      else if (active !== undefined) {
        onPick(typeOf(active), event.ctrlKey || event.metaKey);
        if (searching) {
          setQuery("");
          setChosen(undefined);
        }
      }
      event.preventDefault();
      // VS Code has a command of its own on Ctrl+Enter.
      event.stopPropagation();
    } else if (event.key === "Escape") {
      if (searching && !escapesAtOnce) setQuery("");
      else onEscape();
      setChosen(undefined);
      event.preventDefault();
      event.stopPropagation();
    }
  };

  const item = ({ type, category, summary }: PaletteEntry, entry: string) => (
    <div
      key={entry}
      role="treeitem"
      aria-level={entry === type ? 2 : 1}
      aria-selected={entry === active}
      className="palette-item"
      data-entry={entry}
      data-type={type}
      data-category={category}
      title={`${type}\n${t(summary)}`}
      onPointerDown={onPress && ((event) => onPress(type, event))}
      onClick={onPress ? undefined : (event) => onPick(type, event.ctrlKey || event.metaKey)}
      onDoubleClick={onPress ? () => onPick(type, false) : undefined}
    >
      {entry !== type && <span className="swatch" />}
      {type}
    </div>
  );

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
      <div className="palette-list" role="tree" aria-label={t("Layers")} ref={list}>
        {first.length > 0 && (
          <div className="palette-likely">{likely.map((entry) => item(entry, likelyEntry(entry.type)))}</div>
        )}
        {groups.map(({ category, layers: members, open }) => (
          <div key={category} data-category={category}>
            <div
              role="treeitem"
              aria-level={1}
              aria-expanded={open}
              aria-selected={category === active}
              className="palette-group"
              data-entry={category}
              // The search field keeps the focus.
              onMouseDown={(event) => event.preventDefault()}
              onClick={searching ? undefined : () => fold(category, !open)}
            >
              <span className="swatch" />
              <span className="palette-group-name">{categoryName(category)}</span>
              <span className="palette-count">{members.length}</span>
            </div>
            {open && members.map((member) => item(member, member.type))}
          </div>
        ))}
        {unfit.length > 0 && (
          <>
            <p className="palette-others">{t("Without a wire, since it does not fit:")}</p>
            {unfit.map((entry) => item(entry, entry.type))}
          </>
        )}
        {groups.length + unfit.length === 0 && <p className="palette-none">{t("No layers found.")}</p>}
      </div>
      {layer && (
        <p className="palette-summary" aria-live="polite">
          {t(layer.summary)}
        </p>
      )}
    </>
  );
}

/** A likely layer is listed in its category as well, so this entry needs a distinct key. */
const likelyMark = "likely ";

function likelyEntry(type: string): string {
  return likelyMark + type;
}

function typeOf(entry: string): string {
  return entry.startsWith(likelyMark) ? entry.slice(likelyMark.length) : entry;
}
