import type { Graph } from "../../../engine/graph/graph";

/** An objective as it is written: other members may have wrong values. */
export interface WrittenObjective {
  readonly name: string;
  readonly members: Members;
  readonly losses: readonly string[];
  /** Empty if it changes all weights that its losses depend on. */
  readonly updates: readonly string[];
  /** The factors of its losses. */
  readonly weights: Members;
  readonly epochs: readonly [first: number, last: number] | undefined;
}

type Members = Readonly<Record<string, unknown>>;

/** The objectives of a document in their order, including those that cannot be read. */
export function writtenObjectives({ settings }: Pick<Graph, "settings">): WrittenObjective[] {
  return Object.entries(membersOf(settings.objectives)).map(([name, value]) => {
    const members = membersOf(value);
    return {
      name,
      members,
      losses: textsOf(members.losses),
      updates: textsOf(members.updates),
      weights: membersOf(members.weights),
      epochs: windowOf(members.epochs),
    };
  });
}

/** The members of an object; none of anything else. */
export function membersOf(value: unknown): Members {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Members) : {};
}

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

function windowOf(value: unknown): WrittenObjective["epochs"] {
  const [first, last] = Array.isArray(value) ? (value as unknown[]) : [];
  return typeof first === "number" && typeof last === "number" ? [first, last] : undefined;
}
