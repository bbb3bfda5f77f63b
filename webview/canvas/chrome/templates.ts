import { t } from "@vscode/l10n";
import { applyEdit } from "../../../engine/document/applyEdit";
import type { GraphEdit } from "../../../engine/document/edit";
import { infer } from "../../../engine/graph/infer";
import { pageOf } from "../../../engine/graph/page";
import { parse } from "../../../engine/document/parse";
import { applyTextEdits } from "../../../engine/document/textEdits";
import { nodeViews } from "../model/nodeView";
import { tidy } from "../layout/tidy";
import { wireViews } from "../model/wireView";

type AddEdit = Extract<GraphEdit, { kind: "add" }>;

export interface Template {
  readonly name: string;
  readonly description: string;
  readonly nodes: AddEdit["nodes"];
  readonly edges: readonly string[];
}

/** Small models offered on an empty canvas. */
export function templates(): readonly Template[] {
  return [
    {
      name: t("MLP on digits"),
      description: t("Two Linear layers that read drawn digits."),
      nodes: [
        { id: "digits", type: "Dataset", params: { source: "digits" } },
        { id: "flatten", type: "Flatten" },
        { id: "hidden", type: "Linear", params: { outFeatures: 128 } },
        { id: "relu", type: "ReLU" },
        { id: "logits", type: "Linear", params: { outFeatures: 10 } },
        { id: "loss", type: "CrossEntropyLoss" },
      ],
      edges: [
        "digits.image -> flatten",
        "flatten -> hidden",
        "hidden -> relu",
        "relu -> logits",
        "logits -> loss.input",
        "digits.label -> loss.target",
      ],
    },
    {
      name: t("CNN on digits"),
      description: t("Convolutions that slide filters over the image."),
      nodes: [
        { id: "digits", type: "Dataset", params: { source: "digits" } },
        { id: "conv", type: "Conv2d", params: { outChannels: 16, kernelSize: 3, padding: 1 } },
        { id: "relu", type: "ReLU" },
        { id: "pool", type: "MaxPool2d", params: { kernelSize: 2 } },
        { id: "flatten", type: "Flatten" },
        { id: "logits", type: "Linear", params: { outFeatures: 10 } },
        { id: "loss", type: "CrossEntropyLoss" },
      ],
      edges: [
        "digits.image -> conv",
        "conv -> relu",
        "relu -> pool",
        "pool -> flatten",
        "flatten -> logits",
        "logits -> loss.input",
        "digits.label -> loss.target",
      ],
    },
    {
      name: t("LSTM on a sine"),
      description: t("A recurrent layer that forecasts the next value."),
      nodes: [
        { id: "sine", type: "Dataset", params: { source: "sine" } },
        { id: "lstm", type: "LSTM", params: { hiddenSize: 32 } },
        { id: "forecast", type: "Linear", params: { outFeatures: 1 } },
        { id: "loss", type: "MSELoss" },
      ],
      edges: [
        "sine.input -> lstm",
        "lstm.hidden -> forecast",
        "forecast -> loss.input",
        "sine.target -> loss.target",
      ],
    },
  ];
}

/** The single edit that adds a template, laid out, to an empty canvas. */
export function templateEdit({ nodes, edges }: Template): AddEdit {
  const edit: AddEdit = { kind: "add", nodes, edges };
  const applied = applyEdit("", edit);
  const graph = "edits" in applied ? parse(applyTextEdits("", applied.edits)).graph : undefined;
  if (!graph) return edit;
  const page = pageOf(infer(graph));
  const views = nodeViews(page, [], {}, new Map());
  const wires = wireViews(page, [], views, new Map());
  return { ...edit, layout: Object.fromEntries(tidy(views, wires.values())) };
}
