import { writeEdge } from "../../../engine/graph/edgeText";
import type { Problem } from "../../../engine/graph/problem";
import type { TypedGraph } from "../../../engine/graph/typedGraph";
import { ProblemList } from "../../inspector/ProblemList";
import type { WireView } from "../model/wireView";
import { idInside } from "../state/frames";
import { FixList } from "./FixList";

interface Props {
  readonly typed: TypedGraph;
  readonly wire: WireView;
  readonly problems: readonly Problem[];
  readonly onFixed: () => void;
}

/** What is wrong with a wire, and how to fix it. */
export function WireForm({ typed, wire: { from, to }, problems, onFixed }: Props) {
  const end = ({ node, port }: typeof from) => ({ node: idInside(node), port });
  return (
    <div className="form">
      <h2>
        <code>{writeEdge(end(from), end(to))}</code>
      </h2>
      <ProblemList problems={problems} />
      <FixList typed={typed} problems={problems} onFixed={onFixed} />
    </div>
  );
}
