import { applyTextEdits } from "../../../engine/document/textEdits";
import { applyEdit } from "../../../engine/document/applyEdit";
import type { GraphEdit } from "../../../engine/document/edit";
import type { Graph } from "../../../engine/graph/graph";
import { infer } from "../../../engine/graph/infer";
import { parse } from "../../../engine/document/parse";
import type { Problem, TextRange } from "../../../engine/graph/problem";
import type { TypedGraph } from "../../../engine/graph/typedGraph";
import type { DataFacts } from "../../../engine/data/catalog/facts";

/** A perceptron of two layers on digits, as a person would write it. */
export const mlp = `{
  "netloom": 1,
  "nodes": {
    "digits": { "type": "Dataset", "source": "digits" },
    "flatten": { "type": "Flatten" },
    "hidden": { "type": "Linear", "outFeatures": 128 },
    "relu": { "type": "ReLU" },
    "logits": { "type": "Linear", "outFeatures": 10 },
    "loss": { "type": "CrossEntropyLoss" }
  },
  "edges": [
    "digits.image -> flatten",
    "flatten -> hidden",
    "hidden -> relu",
    "relu -> logits",
    "logits -> loss.input",
    "digits.label -> loss.target"
  ],
  "training": {
    "epochs": 5, "batchSize": 64, "seed": 1,
    "optimizer": { "type": "Adam", "learningRate": 0.001 },
    "metrics": ["accuracy"]
  },
  "layout": { "digits": [0, 0], "flatten": [220, 0] }
}
`;

/** A text without its marks «…», and the range that they enclosed. */
export function marked(text: string): { readonly text: string; readonly range: TextRange } {
  const start = text.indexOf("«");
  const stop = text.indexOf("»");
  if (start < 0 || stop < start) throw new Error("no marks");
  return { text: text.replace(/[«»]/g, ""), range: { offset: start, length: stop - start - 1 } };
}

/** A document of nodes and edges written as lines. */
export function documentOf(nodes: string, edges: readonly string[] = [], more = ""): string {
  return `{ "netloom": 1, "nodes": { ${nodes} }, "edges": ${JSON.stringify(edges)}${more} }`;
}

/** What a problem covers, for readable expectations: `code <text>`. */
export function covers(text: string, problems: readonly Problem[]): string[] {
  return problems.map(
    ({ code, range }) => `${code} <${text.slice(range.offset, range.offset + range.length)}>`,
  );
}

export function graphOf(text: string): Graph {
  const { graph } = parse(text);
  if (!graph) throw new Error("the text is not valid");
  return graph;
}

export function typedOf(text: string, facts?: DataFacts): TypedGraph {
  return infer(graphOf(text), facts);
}

/** The text after an edit; throws where it is refused. */
export function edited(text: string, edit: GraphEdit): string {
  const applied = applyEdit(text, edit);
  if ("refused" in applied) throw new Error(applied.refused);
  return applyTextEdits(text, applied.edits);
}
