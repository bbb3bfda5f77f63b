import { layers } from "../../layers";
import { setParam } from "../setParam";
import type { Remedy } from "../fix";

/** The loss is made for another kind of target. */
export const changeLoss: Remedy = ({ node }) =>
  node.layer.gives === "loss"
    ? ["CrossEntropyLoss", "MSELoss", "BCEWithLogitsLoss"]
        .filter((type) => layers.has(type) && type !== node.layer.type)
        .map((type) => setParam(node.node.id, "type", type))
    : [];
