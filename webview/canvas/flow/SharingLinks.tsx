import "./SharingLinks.css";
import { ViewportPortal } from "@xyflow/react";
import { useMemo } from "react";
import { sharingLinks } from "../model/sharingLinks";
import type { FlowNode } from "../state/canvasState";
import { useCanvasState } from "../state/useCanvas";

/** Dashed links between nodes that share weights or follow each other; nothing flows in them. */
export function SharingLinks() {
  const page = useCanvasState((state) => state.page);
  const links = useMemo(() => (page ? sharingLinks(page) : []), [page]);
  return links.length === 0 ? null : <Links links={links} />;
}

function Links({ links }: { readonly links: ReturnType<typeof sharingLinks> }) {
  const nodes = useCanvasState((state) => state.nodes);
  const byId = new Map(nodes.map((node) => [node.id, node]));
  return (
    <ViewportPortal>
      <svg className="sharing-links">
        {links.map(({ node, holder, kind, title }) => {
          const [from, to] = [byId.get(node), byId.get(holder)];
          if (!from || !to) return null;
          const d = courseBetween(from, to);
          return (
            <g key={`${node} ${title}`} className="sharing-link" data-kind={kind}>
              <path className="sharing-line" d={d} />
              <path className="sharing-grip" d={d}>
                <title>{title}</title>
              </path>
            </g>
          );
        })}
      </svg>
    </ViewportPortal>
  );
}

/** Runs straight between nodes that are above each other, and hangs below nodes that are side by side. */
function courseBetween(a: FlowNode, b: FlowNode): string {
  const [upper, lower] = a.position.y <= b.position.y ? [a, b] : [b, a];
  const [from, to] = [middleOf(upper), middleOf(lower)];
  const [top, bottom] = [from.bottom, to.top];
  if (bottom >= top) {
    const bend = (bottom - top) / 2;
    return `M${from.x},${top} C${from.x},${top + bend} ${to.x},${bottom - bend} ${to.x},${bottom}`;
  }
  const sag = 34 + 0.12 * Math.abs(to.x - from.x);
  return `M${from.x},${top} C${from.x},${top + sag} ${to.x},${to.bottom + sag} ${to.x},${to.bottom}`;
}

function middleOf({ position: { x, y }, data: { view } }: FlowNode) {
  return { x: x + view.width / 2, top: y, bottom: y + view.height };
}
