import { blockNames } from "./blockNames";
import { Draft } from "./Draft";
import { edgeEnds } from "./edgeEnds";
import { expressionNames } from "./expressionNames";
import { instanceMembers } from "./instanceMembers";
import { factorNames, figureNames, lossNames, updatedNames } from "./objectiveNames";
import { policyNames } from "./policyNames";
import type { Proposal } from "./Proposal";
import { placeAt, type Place } from "./placeAt";
import { followed, ownWeights, sharedNodes, tiedWeights } from "./sharedNodes";
import { slotOf, type Slot } from "./slotOf";

/**
 * What can be written at an offset of a document's text and only the document itself knows: names of its blocks, their
 * parameters, nodes, weights, losses and figures, the best first. Layers and their parameters are in the JSON Schema. The
 * text need not be valid JSON.
 */
export function complete(text: string, cursor: number): readonly Proposal[] {
  const place = placeAt(text, cursor);
  const slot = place && slotOf(place);
  return slot ? proposalsFor(slot, place, new Draft(place.draft)) : [];
}

function proposalsFor(slot: Slot, place: Place, draft: Draft): readonly Proposal[] {
  switch (slot.kind) {
    case "type":
      return blockNames(draft, place, slot.block);
    case "member":
      return instanceMembers(draft, place);
    case "expression":
      return expressionNames(draft, place, slot.block);
    case "weightsOf":
      return sharedNodes(draft, place, slot, "weightsOf");
    case "tie":
      return ownWeights(draft, place, slot);
    case "tied":
      return tiedWeights(draft, place, slot, slot.weight ?? "");
    case "follows":
      return followed(draft, place, slot);
    case "followed":
      return sharedNodes(draft, place, slot, "follows");
    case "policy":
      return policyNames(place, slot);
    case "edge":
      return edgeEnds(draft, place, slot.block);
    case "loss":
      return lossNames(draft, place);
    case "updated":
      return updatedNames(draft, place);
    case "factor":
      return factorNames(draft, place);
    case "watch":
      return figureNames(draft, place);
  }
}
