import "./NodeMenu.css";
import { t } from "@vscode/l10n";
import { useEffect, useRef } from "react";
import { shownKeys } from "../../ui/shownKeys";
import { askWrap, canUnwrap, unwrap, wrappable } from "../state/blocks";
import { bypassable, toggleBypass } from "../state/bypass";
import { selectedNodes } from "../state/canvasState";
import { duplicateSelection } from "../state/clipboard";
import type { Canvas } from "../state/createCanvas";
import { frameOf } from "../state/frames";
import { openInside, removeSelection } from "../state/gestures";
import { healSelection } from "../state/heal";
import { isOpenInPlace, showOnPage, toggleInPlace } from "../state/openInPlace";
import { isInstance } from "../state/scopes";
import { useCanvas, useCanvasState } from "../state/useCanvas";

interface Item {
  readonly label: string;
  readonly keys?: string;
  readonly run: () => void;
}

/** What can be done with the selected nodes, opened by the right mouse button or the menu key. */
export function NodeMenu({ onDone }: { readonly onDone: () => void }) {
  const at = useCanvasState((state) => state.menu);
  return at ? <Menu at={at} onDone={onDone} /> : null;
}

function Menu({
  at,
  onDone,
}: {
  readonly at: { readonly x: number; readonly y: number };
  readonly onDone: () => void;
}) {
  const canvas = useCanvas();
  const menu = useRef<HTMLDivElement>(null);
  useEffect(() => {
    menu.current?.querySelector("button")?.focus();
    const press = (event: PointerEvent) => {
      if (event.target instanceof Node && menu.current?.contains(event.target)) return;
      canvas.set({ menu: undefined });
    };
    window.addEventListener("pointerdown", press, true);
    return () => window.removeEventListener("pointerdown", press, true);
  }, [canvas]);
  const items = itemsFor(canvas);
  const close = () => {
    canvas.set({ menu: undefined });
    onDone();
  };
  const move = (step: number) => {
    const buttons = [...(menu.current?.querySelectorAll("button") ?? [])];
    const from = buttons.findIndex((button) => button === document.activeElement);
    buttons[(from + step + buttons.length) % buttons.length]?.focus();
  };
  return (
    <div
      className="node-menu"
      role="menu"
      ref={menu}
      style={{
        left: Math.min(at.x, window.innerWidth - 230),
        top: Math.max(0, Math.min(at.y, window.innerHeight - 28 * items.length - 12)),
      }}
      onContextMenu={(event) => event.preventDefault()}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === "ArrowDown") move(1);
        else if (event.key === "ArrowUp") move(-1);
        else if (event.key === "Escape" || event.key === "Tab") close();
        else return;
        event.preventDefault();
      }}
    >
      {items.map(({ label, keys, run }) => (
        <button
          type="button"
          role="menuitem"
          key={label}
          onClick={() => {
            close();
            run();
          }}
        >
          <span>{label}</span>
          {keys !== undefined && <kbd>{shownKeys(keys)}</kbd>}
        </button>
      ))}
    </div>
  );
}

function itemsFor(canvas: Canvas): Item[] {
  const [first, second] = selectedNodes(canvas.get());
  const only = second === undefined ? first : undefined;
  if (first === undefined) return [];
  const opening =
    only !== undefined && isInstance(canvas.get(), only)
      ? [
          { label: t("Open the Block"), keys: "Enter", run: () => openInside(canvas, only) },
          {
            label: isOpenInPlace(canvas, only) ? t("Close in Place") : t("Open in Place"),
            keys: "O",
            run: () => toggleInPlace(canvas, only),
          },
        ]
      : [];
  const { ids, isOn } = bypassable(canvas);
  const bypass =
    ids.length === 0
      ? []
      : [{ label: isOn ? t("Use Again") : t("Bypass"), keys: "B", run: () => toggleBypass(canvas) }];
  const deleting = [
    { label: t("Delete"), keys: "Del", run: () => removeSelection(canvas) },
    { label: t("Delete and Reconnect"), keys: "Shift+Del", run: () => healSelection(canvas) },
  ];
  if (frameOf(first) !== "") {
    const page = { label: t("Show on the Block's Page"), run: () => showOnPage(canvas, first) };
    return [...opening, page, ...bypass, ...deleting];
  }
  if (wrappable(canvas).length === 0) return [];
  return [
    ...opening,
    ...(only === undefined
      ? []
      : [
          {
            label: t("Rename"),
            keys: "F2",
            run: () => canvas.set({ interaction: { kind: "renaming", node: only } }),
          },
        ]),
    { label: t("Wrap into a Block"), keys: "Ctrl+G", run: () => askWrap(canvas) },
    ...(only !== undefined && canUnwrap(canvas, only)
      ? [{ label: t("Unwrap"), keys: "Ctrl+Shift+G", run: () => unwrap(canvas, only) }]
      : []),
    { label: t("Duplicate"), keys: "Ctrl+D", run: () => duplicateSelection(canvas) },
    ...bypass,
    ...deleting,
  ];
}
