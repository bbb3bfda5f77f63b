import type { InitializerRule } from "./rule";
import { uniform } from "./uniform";

/** Every initialiser by name, most used first. */
export const initializers: ReadonlyMap<string, InitializerRule> = new Map(
  [uniform].map((rule) => [rule.type, rule]),
);
