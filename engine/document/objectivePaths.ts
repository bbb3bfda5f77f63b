import { membersOf, type JsonNode } from "./json";

/** The settings of an objective that list paths of nodes, and the one whose keys are paths. */
const lists: readonly string[] = ["losses", "updates"];
const factors = "weights";

/**
 * What is written under `objectives` with other paths of nodes: a path in a list may become several. Anything that is not
 * what it should be stays as it is.
 */
export function withObjectivePaths(
  objectives: unknown,
  change: (path: string, objective: string) => readonly string[],
): unknown {
  return mapped(objectives, (objective, name) => {
    const changed = (path: unknown): readonly unknown[] =>
      typeof path === "string" ? change(path, name) : [path];
    const members = mapped(objective, (value, key) => {
      if (lists.includes(key) && Array.isArray(value)) return [[key, value.flatMap<unknown>(changed)]];
      if (key !== factors) return [[key, value]];
      return [[key, mapped(value, (factor, path) => change(path, name).map((each) => [each, factor]))]];
    });
    return [[name, members]];
  });
}

/** The texts under `objectives` in a document that are paths of nodes. */
export function objectivePathTexts(objectives: JsonNode | undefined): JsonNode[] {
  return membersOf(objectives)
    .flatMap(({ value }) => membersOf(value))
    .flatMap(({ key, value }) => {
      if (lists.includes(key)) return value.type === "array" ? (value.children ?? []) : [];
      if (key !== factors) return [];
      return membersOf(value).flatMap(({ property }) => (property.children ?? []).slice(0, 1));
    });
}

/** An object with other members; anything else stays as it is. */
function mapped(
  value: unknown,
  change: (member: unknown, key: string) => readonly (readonly [string, unknown])[],
): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).flatMap(([key, member]) => change(member, key)));
}
