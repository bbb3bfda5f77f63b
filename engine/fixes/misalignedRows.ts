import { t } from "@vscode/l10n";
import { isSequential, sources } from "../data/catalog";
import { sourceName } from "../data/catalog/sourceName";
import { validationSize } from "../data/catalog/validationSize";
import { Dataset } from "../layers/data/Dataset";
import type { Fix, FixableProblem } from "./fix";
import { paramEdit } from "./paramEdit";
import type { GraphNode } from "../graph/graph";
import { inDocument } from "../graph/inDocument";
import { sourcesOf } from "../graph/sourcesOf";
import type { TypedGraph } from "../graph/typedGraph";
import type { DataFacts } from "../data/catalog/facts";

/** What determines the rows of a Dataset and their order. */
interface Rows {
  readonly node: GraphNode;
  /** Undefined while its data are unknown. */
  readonly samples: number | undefined;
  readonly validation: number;
  readonly seed: number;
  /** Whether its last rows are used for validation, not random ones. */
  readonly ordered: boolean;
  /** Whether it is read in its own order, not shuffled. */
  readonly sequential: boolean;
  /** Whether its samples are generated from the seed. */
  readonly drawn: boolean;
}

/**
 * Finds Datasets that meet in a node although their rows do not match: their number, the split or the generated samples
 * differ. Matching Datasets are joined row by row; those that never meet may differ. One pass over the wires with a
 * union-find: matching is transitive.
 */
export function misalignedRows(typed: TypedGraph, facts: DataFacts): readonly FixableProblem[] {
  const problems: FixableProblem[] = [];
  const rows = new Map<string, Rows>();
  const groups = new Map<string, string>();
  /** For each node, one of the Datasets upstream of it. */
  const upstream = new Map<string, string>();
  for (const id of typed.order) {
    const own = rowsOf(typed, id, facts);
    if (own) {
      rows.set(id, own);
      upstream.set(id, id);
    }
    for (const source of sourcesOf(typed.nodes.get(id))) {
      const other = upstream.get(source);
      const first = upstream.get(id);
      if (other === undefined || first === undefined) {
        if (other !== undefined) upstream.set(id, other);
        continue;
      }
      const [one, two] = [groupOf(groups, first), groupOf(groups, other)];
      if (one === two) continue;
      groups.set(two, one);
      const [a, b] = [rows.get(one), rows.get(two)];
      const problem = a && b && problemBetween(a, b, id);
      if (problem) problems.push(problem);
    }
  }
  return inDocument(typed, problems);
}

function rowsOf({ nodes }: TypedGraph, id: string, facts: DataFacts): Rows | undefined {
  const { node, layer, params } = nodes.get(id) ?? {};
  const source = layer === Dataset ? sources.get(sourceName(params ?? {})) : undefined;
  // An environment has no rows of its own to match.
  if (!node || !params || !source || source.environment) return undefined;
  return {
    node,
    samples: facts[id]?.samples ?? source.samples?.(params),
    validation: Number(params.validation),
    seed: Number(params.seed),
    ordered: source.ordered ?? false,
    sequential: isSequential(params),
    drawn: !source.readsFiles && !source.fixed,
  };
}

/** The representative of a Dataset's group. */
function groupOf(groups: Map<string, string>, id: string): string {
  let root = id;
  for (let next = groups.get(root); next !== undefined; next = groups.get(root)) {
    const beyond = groups.get(next);
    if (beyond !== undefined) groups.set(root, beyond);
    root = next;
  }
  return root;
}

function problemBetween(a: Rows, b: Rows, meeting: string): FixableProblem | undefined {
  const { differences, params } = compare(a, b);
  if (differences.length === 0) return undefined;
  const fix = params.length === differences.length ? fixOf(a, b, params) : undefined;
  const [param] = params;
  return {
    code: "rows-not-aligned",
    severity: "error",
    message: t(
      '"{0}" and "{1}" meet in "{2}", but their rows do not match: {3}. Give both the same rows in the same order, the same seed and the same validation fraction, or read both from one Dataset.',
      a.node.id,
      b.node.id,
      meeting,
      differences.join(", "),
    ),
    node: b.node.id,
    ...(param !== undefined && { param }),
    range: (param === undefined ? undefined : b.node.places.params[param]) ?? b.node.places.type,
    ...(fix && { fixes: [fix] }),
  };
}

type SplitParam = "seed" | "validation";

/** What differs, and the parameters that cause it. */
function compare(a: Rows, b: Rows): { differences: string[]; params: SplitParam[] } {
  const differences: string[] = [];
  const params: SplitParam[] = [];
  if (a.samples !== undefined && b.samples !== undefined && a.samples !== b.samples)
    differences.push(t("{0} and {1} rows", a.samples, b.samples));
  const [heldA, heldB] = [held(a), held(b)];
  if (a.samples === b.samples && heldA !== heldB) {
    differences.push(t("validation fractions {0} and {1}", a.validation, b.validation));
    params.push("validation");
  }
  const split = heldA > 0 && heldB > 0;
  if (split && a.ordered !== b.ordered)
    differences.push(
      t(
        '"{0}" holds out its last rows for validation, "{1}" random ones',
        (a.ordered ? a : b).node.id,
        (a.ordered ? b : a).node.id,
      ),
    );
  if (a.sequential !== b.sequential)
    differences.push(
      t(
        '"{0}" is read in its own order, "{1}" is shuffled',
        (a.sequential ? a : b).node.id,
        (a.sequential ? b : a).node.id,
      ),
    );
  if (a.seed !== b.seed && ((split && !a.ordered && !b.ordered) || (a.drawn && b.drawn))) {
    differences.push(t("seeds {0} and {1}", a.seed, b.seed));
    params.push("seed");
  }
  return { differences, params };
}

/** The number of rows held out for validation or, if the number of rows is unknown, the fraction. */
function held({ samples, validation }: Rows): number {
  return samples === undefined ? validation : validationSize(samples, validation);
}

function fixOf(a: Rows, b: Rows, params: readonly SplitParam[]): Fix {
  const [from, to] = [a.node.id, b.node.id];
  return {
    title:
      params.length > 1
        ? t('Use the seed and validation fraction of "{1}" in "{0}"', to, from)
        : params[0] === "seed"
          ? t('Use the seed of "{1}" in "{0}"', to, from)
          : t('Use the validation fraction of "{1}" in "{0}"', to, from),
    edit: {
      kind: "all",
      edits: params.map((name) => paramEdit(b.node, name, a[name])),
    },
    parameters: 0,
  };
}
