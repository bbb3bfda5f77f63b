import { Adam } from "./Adam";
import type { Optimizer } from "./optimizer";
import { SGD } from "./SGD";

/** Every update rule by PyTorch's name. */
export const optimizers: ReadonlyMap<string, Optimizer> = new Map(
  [SGD, Adam].map((rule) => [rule.type, rule]),
);
