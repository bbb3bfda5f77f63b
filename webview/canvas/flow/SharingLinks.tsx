import "./SharingLinks.css";
import { ViewportPortal } from "@xyflow/react";
import { useMemo } from "react";
import type { Point, Rect } from "../layout/geometry";
import { linkCourse } from "../layout/linkCourse";
import { RectGrid } from "../layout/RectGrid";
import { sharingLinks, type SharingLink } from "../model/sharingLinks";
import type { FlowNode } from "../state/canvasState";
import { frameOf } from "../state/frames";
import { rectOf } from "../state/scopes";
import { groupBy } from "../../ui/groupBy";
import { useCanvasState } from "../state/useCanvas";

/** The links of a page, or of an instance that is open in place. */
interface Scope {
  /** What is before the slash in the ids of its nodes; empty for the page. */
  readonly path: string;
  readonly links: readonly SharingLink[];
}

/** Dashed links between nodes that share weights or follow each other; nothing flows in them. */
export function SharingLinks() {
  const page = useCanvasState((state) => state.page);
  const frames = useCanvasState((state) => state.frames);
  const scopes = useMemo(() => {
    const own = page ? [{ path: "", links: sharingLinks(page) }] : [];
    const inner = [...frames.values()].map(({ path, page: inside }) => {
      return { path, links: sharingLinks(inside, `${path}/`) };
    });
    return [...own, ...inner].filter(({ links }) => links.length > 0);
  }, [page, frames]);
  return scopes.length === 0 ? null : <Scopes scopes={scopes} />;
}

function Scopes({ scopes }: { readonly scopes: readonly Scope[] }) {
  const nodes = useCanvasState((state) => state.nodes);
  const placed = placedNodes(nodes);
  const byScope = groupBy(placed, ([id]) => frameOf(id));
  return (
    <ViewportPortal>
      {scopes.map(({ path, links }) => (
        <Links key={path} links={links} nodes={new Map(byScope.get(path))} level={levelOf(path, placed)} />
      ))}
    </ViewportPortal>
  );
}

interface Placed {
  readonly node: FlowNode;
  readonly rect: Rect;
}

/** The nodes where they are on the canvas, also those in frames. */
function placedNodes(nodes: readonly FlowNode[]): Map<string, Placed> {
  const placed = new Map<string, Placed>();
  // A frame comes before the nodes in it.
  for (const node of nodes) {
    const rect = rectOf(node);
    const { x, y }: Point = placed.get(node.parentId ?? "")?.rect ?? { x: 0, y: 0 };
    placed.set(node.id, { node, rect: { ...rect, x: rect.x + x, y: rect.y + y } });
  }
  return placed;
}

/** The links' z-index: behind the nodes, on their frame, which React Flow raises while it is selected. */
function levelOf(path: string, placed: ReadonlyMap<string, Placed>): number {
  let level = -1;
  for (let id = path; id !== ""; id = frameOf(id)) {
    const frame = placed.get(id);
    if (!frame) continue;
    level++;
    if (frame.node.selected) level += 1000;
  }
  return level;
}

function Links({
  links,
  nodes,
  level,
}: {
  readonly links: readonly SharingLink[];
  readonly nodes: ReadonlyMap<string, Placed>;
  readonly level: number;
}) {
  const grid = new RectGrid([...nodes].map(([id, { rect }]) => ({ id, ...rect })));
  return (
    <svg className="sharing-links" style={{ zIndex: level }}>
      {links.map(({ node, holder, kind, title }) => {
        const [from, to] = [nodes.get(node)?.rect, nodes.get(holder)?.rect];
        if (!from || !to) return null;
        const isTaken = (area: Rect) => grid.hits(area, ({ id }) => id === node || id === holder);
        const d = linkCourse(from, to, isTaken);
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
  );
}
