import { t } from "@vscode/l10n";
import type { DataError } from "../data/dataError";
import type { FixableProblem } from "../fixes/fix";
import { paramEdit } from "../fixes/paramEdit";
import type { GraphNode } from "../graph/graph";
import type { Problem } from "../graph/problem";
import type { DatasetFacts, PortFacts } from "../data/catalog/facts";
import { withHint } from "../run/withHint";

/** How many classes a warning names. */
const shown = 5;

/** The problem of a Dataset whose data cannot be used, at the parameter at fault, with settings that may fix it. */
export function dataProblem(node: GraphNode, error: DataError): FixableProblem {
  const { param, hint } = error.at;
  // Other instances of a block with parameters may read other files.
  const fixes = (node.origin?.values.size ?? 0) > 1 ? [] : (error.at.fixes ?? []);
  return {
    code: error.code,
    severity: "error",
    message: withHint({ message: error.message, hint }),
    node: node.id,
    ...(param !== undefined && { param }),
    range: (param === undefined ? undefined : node.places.params[param]) ?? node.places.type,
    ...(fixes.length > 0 && {
      fixes: fixes.map(({ title, param: name, value }) => ({
        title,
        edit: paramEdit(node, name, value),
        parameters: 0,
      })),
    }),
  };
}

/**
 * Warnings about data that can be used only in part: labels that do not start at 0, and classes without training rows.
 */
export function dataWarnings(node: GraphNode, { ports }: DatasetFacts): Problem[] {
  return Object.values(ports).flatMap((port) => {
    const { low = 0, high = 0 } = port.range ?? {};
    const hasOffset = port.classes !== undefined && port.classNames === undefined && low > 0;
    const untrained = (port.untrained ?? []).filter((found) => !hasOffset || found.class >= low);
    return [
      ...(hasOffset
        ? [
            warning(
              node,
              "labels-not-from-zero",
              t(
                "Labels range from {0} to {1}, but class indices start at 0, so {2} outputs are needed. Subtract {0} from the labels to need only {3}.",
                low,
                high,
                high + 1,
                high + 1 - low,
              ),
            ),
          ]
        : []),
      ...(untrained.length > 0
        ? [warning(node, "class-not-trained", untrainedMessage(port, untrained))]
        : []),
    ];
  });
}

function untrainedMessage({ classNames }: PortFacts, untrained: NonNullable<PortFacts["untrained"]>): string {
  const list = untrained
    .slice(0, shown)
    .map(({ class: label, validation }) => {
      const name = (classNames?.[label] ?? String(label)).slice(0, 40);
      return validation === 0
        ? t("“{0}” (no rows)", name)
        : t("“{0}” (rows: {1}, all held out for validation)", name, validation);
    })
    .join(", ");
  return t(
    "No training row has the class {0}, so metrics for it are meaningless: add rows, or choose another seed or a smaller validation fraction.",
    untrained.length > shown ? t("{0} and more", list) : list,
  );
}

function warning(node: GraphNode, code: string, message: string): Problem {
  const { target, labels } = node.places.params;
  return {
    code,
    severity: "warning",
    message,
    node: node.id,
    range: target ?? labels ?? node.places.type,
  };
}
