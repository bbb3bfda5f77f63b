import { formatVersion } from "../graph/schema";
import { defaultTraining } from "./readTraining";
import { writeValue } from "./writeJson";

/** The text of a new model: empty, with every section in place. */
export function starter(): string {
  const { seed } = defaultTraining;
  const { type, learningRate } = defaultTraining.optimizer;
  return `{
  "netloom": ${formatVersion},
  "nodes": {},
  "edges": [],
  "training": {
    "seed": ${seed},
    "optimizer": ${writeValue({ type, learningRate })},
    "metrics": []
  },
  "layout": {}
}
`;
}
