import "./panels.css";
import "./InspectorPanel.css";
import { t } from "@vscode/l10n";
import type { Ref } from "react";
import type { TypedGraph } from "../../../engine/graph/typedGraph";
import { NodeForm } from "../../inspector/NodeForm";
import { SharingFields } from "../../inspector/SharingFields";
import { selectedNodes } from "../state/canvasState";
import { pathOn } from "../../../engine/graph/page";
import { pageProblems } from "../../../engine/graph/pageProblems";
import { BlockForm } from "../../inspector/BlockForm";
import { blockEntries } from "../palette/paletteEntries";
import { promote, renameBlock } from "../state/blocks";
import { idInside } from "../state/frames";
import { openInside, rename, takenNames } from "../state/gestures";
import { problemsOfWire, selectedWire } from "../state/problems";
import { setSharing } from "../state/setSharing";
import { selectedPage } from "../state/scopes";
import { useCanvas, useCanvasState } from "../state/useCanvas";
import { FixList } from "./FixList";
import { PanelEdge } from "./PanelEdge";
import { setPanel } from "./panels";
import { TrainingPanel } from "./TrainingPanel";
import { useVisitedMessage } from "./useVisitedMessage";
import { WireForm } from "./WireForm";

interface Props {
  readonly ref: Ref<HTMLElement>;
  /** Called when a fix was applied and its button is gone, to return focus to the canvas. */
  readonly onFixed: () => void;
}

/** The form of the selected node or, if it has problems, of the selected wire; when nothing is selected, of the page's block or of training. */
export function InspectorPanel({ ref, onFixed }: Props) {
  const canvas = useCanvas();
  useVisitedMessage();
  const width = useCanvasState(({ panels }) => panels.widths?.inspector);
  return (
    <aside
      className="inspector"
      aria-label={t("Inspector")}
      style={width === undefined ? undefined : { width }}
      ref={ref}
    >
      <PanelEdge panel="inspector" />
      <div className="panel-head">
        <h2>{t("Inspector")}</h2>
        <button
          type="button"
          className="icon-button"
          aria-label={t("Hide Inspector")}
          title={t("Hide Inspector")}
          onClick={() => setPanel(canvas, "inspector", false)}
        >
          »
        </button>
      </div>
      <div className="inspector-content">
        <Content onFixed={onFixed} />
      </div>
    </aside>
  );
}

function Content({ onFixed }: Pick<Props, "onFixed">) {
  const canvas = useCanvas();
  const typed = useCanvasState((state) => state.typed);
  const page = useCanvasState(selectedPage);
  const problems = useCanvasState((state) => state.problems);
  const first = useCanvasState((state) => selectedNodes(state)[0]);
  const count = useCanvasState((state) => selectedNodes(state).length);
  const wire = useCanvasState(selectedWire);
  if (!typed || !page) return null;
  if (count > 1) return <p className="many">{t("{0} layers selected", count)}</p>;
  const inside = first === undefined ? "" : first.slice(0, first.length - idInside(first).length);
  const node = first === undefined ? undefined : page.scope.nodes.get(idInside(first));
  const { block } = page;
  const troubles = wire ? problemsOfWire(canvas.get(), wire) : [];
  if (wire && troubles.length > 0)
    return <WireForm typed={typed} wire={wire} problems={troubles} onFixed={onFixed} />;
  if (!node && block)
    return (
      <BlockForm
        key={block.name}
        page={page}
        block={block}
        problems={problems}
        onRename={(name) => renameBlock(canvas, block.name, name)}
        onEdit={canvas.edit}
      />
    );
  if (!node) return <TrainingPanel typed={typed} problems={problems} />;
  const own = pageProblems(page, problems).get(node.id) ?? [];
  return (
    <NodeForm
      key={pathOn(page, node.id)}
      node={node}
      shown={page.nodes.get(node.id)}
      blocks={blockEntries(page).map(({ type }) => type)}
      inBlock={block !== undefined}
      taken={takenNames(page)}
      problems={own}
      note={block && <p className="summary">{ofAllInstances(typed, block.name)}</p>}
      fixes={own.length > 0 && <FixList typed={typed} problems={own} onFixed={onFixed} />}
      sharing={
        <SharingFields
          page={page}
          node={node}
          problems={own}
          onChange={(words) => setSharing(canvas, page, node, words)}
        />
      }
      onRename={(name) => rename(canvas, inside + node.id, name)}
      onParam={(name, value) => canvas.editOn(page, { kind: "param", node: node.id, name, value })}
      onSelect={(id) => canvas.select([inside + id])}
      onPromote={block && ((param) => promote(canvas, block, node.id, param))}
      onOpen={() => openInside(canvas, inside + node.id)}
    />
  );
}

/** Translated: how many instances a change inside a block changes. */
function ofAllInstances({ instances }: TypedGraph, block: string): string {
  let count = 0;
  for (const instance of instances.values()) if (instance.block === block) count++;
  return count === 1
    ? t("A change is made in the block {0}, which has one instance.", block)
    : t("A change is made in all {0} instances of the block {1}.", count, block);
}
