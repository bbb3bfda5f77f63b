import type { Candidate } from "../fix";
import type { Subject } from "../../graph/problem";
import type { TypedNode } from "../../graph/typedGraph";
import type { Network } from "./network";

/** A problem in the structure of a network that can be trained but will hardly learn. */
export interface LintProblem extends Pick<Subject, "param" | "port" | "edge"> {
  readonly at: TypedNode;
  /** Translated: what was found, why it is harmful, and what to do. */
  readonly message: string;
  /** Possible fixes, best first; only those that help when tried are offered. */
  readonly fixes?: () => readonly Candidate[];
}

/** A rule, which checks a whole network in linear time. No warning is better than a false alarm. */
export interface Lint {
  /** Stable, kebab-case: the code of its problems. */
  readonly code: string;
  readonly find: (network: Network) => readonly LintProblem[];
}
