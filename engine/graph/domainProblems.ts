import { t } from "@vscode/l10n";
import { refuses, showDomain, showNumber, takes, type Domain } from "../layers/domain";
import type { Range } from "../layers/range";
import type { Graph } from "./graph";
import type { Problem } from "./problem";
import { restrictedInputs, type RestrictedInput } from "./restrictedInputs";
import { pathOf } from "../tensor/path";
import type { TypedNode } from "./typedGraph";

/** Data with values that their consumers do not accept: targets outside a loss's domain, indices without a row. */
export function domainProblems(graph: Graph, nodes: ReadonlyMap<string, TypedNode>): Problem[] {
  return restrictedInputs(nodes).flatMap((input) => {
    const { data } = input.range;
    const dataset = data && refuses(input.domain, input.range) ? graph.nodes.get(data.node) : undefined;
    if (!data || !dataset) return [];
    const { params, type } = dataset.places;
    const param = [data.port, `${data.port}s`].find((name) => Object.hasOwn(params, name));
    return [
      {
        code: "value-out-of-range",
        severity: "error",
        message: messageOf(input, pathOf(data.node, data.port)),
        range: (param === undefined ? undefined : params[param]) ?? type,
        node: data.node,
        ...(param !== undefined && { param }),
      },
    ];
  });
}

/** The first offending sample, if known: its line in a table, or else its number, counted from 1. */
function placeOf(domain: Domain, { low, high, data }: Range): string {
  const { lowAt, highAt, lowLine, highLine } = data ?? {};
  const [value, at, line] = takes(domain, high) ? [low, lowAt, lowLine] : [high, highAt, highLine];
  if (line !== undefined) return t("Line {0} of the file is the first with {1}.", line, showNumber(value));
  return at === undefined ? "" : t("Sample {0} is the first with {1}.", at + 1, showNumber(value));
}

function messageOf({ node, port, domain, range }: RestrictedInput, data: string): string {
  const { low, high } = range;
  const [from, to] = [showNumber(low), showNumber(high)];
  const input = pathOf(node.node.id, port);
  const taken = showDomain(domain);
  const message =
    low === high
      ? t("{0} is always {1} at {2}, but {3} takes {4}.", data, from, input, node.layer.type, taken)
      : t(
          "{0} ranges from {1} to {2} at {3}, but {4} takes {5}.",
          data,
          from,
          to,
          input,
          node.layer.type,
          taken,
        );
  return [message, placeOf(domain, range), domain.advice(range)].filter((part) => part !== "").join(" ");
}
