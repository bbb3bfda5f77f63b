import "./SharingLinks.css";
import { ViewportPortal } from "@xyflow/react";
import { useMemo } from "react";
import type { Rect } from "../layout/geometry";
import { linkCourse } from "../layout/linkCourse";
import { RectGrid } from "../layout/RectGrid";
import { sharingLinks, type SharingLink } from "../model/sharingLinks";
import { frameOf } from "../state/frames";
import { placedNodes, type PlacedFlowNode } from "../state/placedNodes";
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

/** The links' z-index: behind the nodes, on their frame, which React Flow raises while it is selected. */
function levelOf(path: string, placed: ReadonlyMap<string, PlacedFlowNode>): number {
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
  readonly nodes: ReadonlyMap<string, PlacedFlowNode>;
  readonly level: number;
}) {
  const grid = new RectGrid([...nodes].map(([id, { rect }]) => ({ id, ...rect })));
  return (
    <svg className="sharing-links" style={{ zIndex: level }}>
      {links.map(({ node, holder, kind, title }) => {
        const [from, to] = [nodes.get(node)?.rect, nodes.get(holder)?.rect];
        if (!from || !to) return null;
        const isTaken = (area: Rect) => grid.hits(area, ({ id }) => id === node || id === holder);
        const { path: d } = linkCourse(from, to, isTaken);
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
