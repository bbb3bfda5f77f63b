import "./AddMenu.css";
import { useReactFlow } from "@xyflow/react";
import { t } from "@vscode/l10n";
import type { VscodeTextfield } from "@vscode-elements/elements/dist/vscode-textfield/index.js";
import { useEffect, useMemo, useRef } from "react";
import { layers } from "../../../engine/layers";
import { addFromMenu, goOnFrom } from "../state/addMenu";
import type { AddMenu as Menu, WireStart } from "../state/canvasState";
import type { Canvas } from "../state/createCanvas";
import { blocksAt, layersAt, likelyAt } from "../state/layersAt";
import { useCanvas, useCanvasState } from "../state/useCanvas";
import { LayerList } from "./LayerList";
import { blockEntries, type PaletteEntry } from "./paletteEntries";

/** Its maximum size with a margin, in px; must match the style sheet. */
const size = { width: 230, height: 430 };

interface Props {
  readonly onDone: () => void;
  /** Called with a node that was added, to bring it into view. */
  readonly onAdded: (node: string) => void;
}

/** The menu of layers to add, where it was asked for: what fits comes first, and one types to find the rest. */
export function AddMenu({ onDone, onAdded }: Props) {
  const menu = useCanvasState((state) => state.addMenu);
  return menu && <OpenMenu key={`${menu.at.x},${menu.at.y}`} menu={menu} onDone={onDone} onAdded={onAdded} />;
}

function OpenMenu({ menu, onDone, onAdded }: Props & { readonly menu: Menu }) {
  const canvas = useCanvas();
  const { screenToFlowPosition, flowToScreenPosition } = useReactFlow();
  const field = useRef<VscodeTextfield>(null);
  const offer = useMemo(() => offered(canvas, menu), [canvas, menu]);
  useEffect(() => {
    // At once if the field is ready, so that letters typed right after the key reach it.
    field.current?.focus();
    void field.current?.updateComplete.then(() => field.current?.focus());
  }, []);
  const close = () => {
    canvas.set({ addMenu: undefined });
    onDone();
  };
  const label = labelOf(menu.from);
  const left = Math.max(0, Math.min(menu.at.x, window.innerWidth - size.width));
  const top = Math.max(0, Math.min(menu.at.y, window.innerHeight - size.height));
  return (
    <div className="add-menu" role="dialog" aria-label={label} style={{ left, top }}>
      <LayerList
        layers={offer.fitting}
        others={offer.others}
        likely={offer.likely}
        placeholder={label}
        field={field}
        escapesAtOnce
        onEscape={close}
        onPick={(type, goesOn) => {
          const fits = !offer.others.some((other) => other.type === type);
          const node = addFromMenu(canvas, type, menu, screenToFlowPosition(menu.at), fits);
          onDone();
          onAdded(node);
          if (goesOn) goOnFrom(canvas, node, flowToScreenPosition);
        }}
      />
    </div>
  );
}

function labelOf(from: WireStart | undefined): string {
  if (!from) return t("Add a layer");
  return from.side === "output"
    ? t("Add a layer after {0}", from.node)
    : t("Add a layer before {0}", from.node);
}

interface Offer {
  readonly fitting: readonly PaletteEntry[];
  readonly likely: readonly PaletteEntry[];
  /** What cannot be wired to the port that the menu was opened for. */
  readonly others: readonly PaletteEntry[];
}

function offered(canvas: Canvas, { from }: Menu): Offer {
  const { page } = canvas.get();
  const all = [...blockEntries(page), ...layers.values()];
  if (!from) return { fitting: all, likely: firstOf(page?.scope.nodes.size ?? 0), others: [] };
  const found = layersAt(page, from, layers.values());
  const fitting = [...blocksAt(page, from), ...found];
  const types = new Set(fitting.map(({ type }) => type));
  return {
    fitting,
    likely: likelyAt(page, from, found),
    others: all.filter(({ type }) => !types.has(type)),
  };
}

/** What an empty page begins with. */
function firstOf(nodes: number): PaletteEntry[] {
  return nodes > 0 ? [] : ["Dataset", "Input"].flatMap((type) => layers.get(type) ?? []);
}
