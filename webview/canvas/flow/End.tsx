import "./nodes.css";
import type { NodeProps } from "@xyflow/react";
import { t } from "@vscode/l10n";
import { memo } from "react";
import { worst } from "../model/worst";
import type { FlowNode } from "../state/canvasState";
import { Ports } from "./Ports";
import { ProblemBadge } from "./ProblemBadge";
import { sameNode } from "./sameNode";

/** A port of the page's block: where a value enters or leaves it. */
export const End = memo(function End({ data: { view }, selected }: NodeProps<FlowNode>) {
  const isInput = view.outputs.length > 0;
  return (
    <div
      className="node end"
      data-side={isInput ? "input" : "output"}
      data-troubled={worst(view.problems)}
      title={isInput ? t("Input of the block") : t("Output of the block")}
    >
      <span className="end-name">{view.name}</span>
      <Ports view={view} selected={selected} />
      <ProblemBadge view={view} />
    </div>
  );
}, sameNode);
