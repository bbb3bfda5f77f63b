import type { Candidate } from "../fix";
import type { Subject } from "../../graph/problem";
import type { TypedNode } from "../../graph/typedGraph";
import type { Network } from "./network";

/** Something that can be trained and will hardly learn, as the wires show. */
export interface Finding extends Pick<Subject, "param" | "port" | "edge"> {
  readonly at: TypedNode;
  /** Translated: what is there, why it harms, what to do. */
  readonly message: string;
  /** What may be done about it, best first; only what was tried and helps is offered. */
  readonly fixes?: () => readonly Candidate[];
}

/** A rule, which looks at a whole network in linear time. Silence is better than a false alarm. */
export interface Lint {
  /** Stable, kebab-case: the code of its problems. */
  readonly code: string;
  readonly find: (network: Network) => readonly Finding[];
}
