import { insertOn } from "../insertOn";
import { upstreamWith } from "../upstreamWith";
import type { FixRule } from "../fix";

/**
 * For an image that went into a Linear before this node, which took its last axis as features: Flatten belongs before
 * the Linear.
 */
export const flattenBefore: FixRule = (conflict) =>
  conflict.wires.flatMap((wire) => {
    const [linear] = upstreamWith(conflict.typed, wire.source, "outFeatures");
    const [arriving] = Object.entries(linear?.incoming ?? {});
    const [port, [source] = []] = arriving ?? [];
    const type = port === undefined ? undefined : linear?.inputs[port]?.[0];
    if (!linear || port === undefined || !source || !type || type.shape.length <= 2) return [];
    return insertOn({ ...conflict, node: linear }, { port, source }, [{ type: "Flatten" }]);
  });
