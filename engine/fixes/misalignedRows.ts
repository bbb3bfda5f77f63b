import { t } from "@vscode/l10n";
import { sources } from "../data/catalog";
import { validationSize } from "../data/catalog/validationSize";
import { Dataset } from "../layers/data/Dataset";
import type { Fix, FixableProblem } from "./fix";
import type { GraphNode } from "../graph/graph";
import { sourcesOf } from "../graph/infer";
import type { TypedGraph } from "../graph/typedGraph";
import type { DataFacts } from "../data/catalog/facts";

/** What decides which rows of a Dataset come when. */
interface Rows {
  readonly node: GraphNode;
  /** Undefined while its data are not known. */
  readonly samples: number | undefined;
  readonly validation: number;
  readonly seed: number;
  /** Whether its end validates, not a random part. */
  readonly ordered: boolean;
  /** Whether its samples are drawn from the seed. */
  readonly drawn: boolean;
}

/**
 * Datasets that meet in a node although the rows of a batch do not belong together: their number, the split or the draw
 * differs. Datasets that agree are joined row by row; those that never meet may differ. One pass over the wires: what has
 * met once is one group, since to agree is transitive.
 */
export function misalignedRows(typed: TypedGraph, facts: DataFacts): FixableProblem[] {
  const problems: FixableProblem[] = [];
  const rows = new Map<string, Rows>();
  const groups = new Map<string, string>();
  /** Of each node one of the Datasets upstream. */
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
  return problems;
}

function rowsOf({ nodes }: TypedGraph, id: string, facts: DataFacts): Rows | undefined {
  const { node, layer, params } = nodes.get(id) ?? {};
  const source = layer === Dataset ? sources.get(String(params?.source)) : undefined;
  if (!node || !params || !source) return undefined;
  return {
    node,
    samples: facts[id]?.samples ?? source.samples?.(params),
    validation: Number(params.validation),
    seed: Number(params.seed),
    ordered: source.ordered ?? false,
    drawn: !source.readsFiles && !source.fixed,
  };
}

/** The first of the Datasets that a Dataset has met, itself included. */
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
      '"{0}" and "{1}" meet in "{2}", but their rows do not belong together: {3}. Give both the same rows in the same order, the same seed and the same validation share, or read both from one Dataset.',
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

/** What differs, and the parameters that make it differ. */
function compare(a: Rows, b: Rows): { differences: string[]; params: SplitParam[] } {
  const differences: string[] = [];
  const params: SplitParam[] = [];
  if (a.samples !== undefined && b.samples !== undefined && a.samples !== b.samples)
    differences.push(t("{0} and {1} rows", a.samples, b.samples));
  const [heldA, heldB] = [held(a), held(b)];
  if (a.samples === b.samples && heldA !== heldB) {
    differences.push(t("validation shares {0} and {1}", a.validation, b.validation));
    params.push("validation");
  }
  const split = heldA > 0 && heldB > 0;
  if (split && a.ordered !== b.ordered)
    differences.push(
      t(
        '"{0}" holds its end out for validation, "{1}" a random part',
        (a.ordered ? a : b).node.id,
        (a.ordered ? b : a).node.id,
      ),
    );
  if (a.seed !== b.seed && ((split && !a.ordered && !b.ordered) || (a.drawn && b.drawn))) {
    differences.push(t("seeds {0} and {1}", a.seed, b.seed));
    params.push("seed");
  }
  return { differences, params };
}

/** Rows held out for validation; of an unknown number their share. */
function held({ samples, validation }: Rows): number {
  return samples === undefined ? validation : validationSize(samples, validation);
}

function fixOf(a: Rows, b: Rows, params: readonly SplitParam[]): Fix {
  const [from, to] = [a.node.id, b.node.id];
  return {
    title:
      params.length > 1
        ? t('Give "{0}" the seed and the validation share of "{1}"', to, from)
        : params[0] === "seed"
          ? t('Give "{0}" the seed of "{1}"', to, from)
          : t('Give "{0}" the validation share of "{1}"', to, from),
    edit: {
      kind: "all",
      edits: params.map((name) => ({ kind: "param", node: to, name, value: a[name] })),
    },
    parameters: 0,
  };
}
