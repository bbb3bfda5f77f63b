import { layers } from "../../layers";
import { setParam } from "../setParam";
import type { FixRule } from "../fix";

/** For a loss that is meant for another kind of target. */
export const changeLoss: FixRule = ({ typed, node }) =>
  node.layer.gives === "loss"
    ? ["CrossEntropyLoss", "MSELoss", "BCEWithLogitsLoss"]
        .filter((type) => layers.has(type) && type !== node.layer.type)
        .flatMap((type) => setParam(typed, node, "type", type))
    : [];
