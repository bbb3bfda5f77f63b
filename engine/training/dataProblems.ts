import { t } from "@vscode/l10n";
import type { DataError } from "../data/dataError";
import type { FixableProblem } from "../fixes/fix";
import type { GraphNode } from "../graph/graph";
import type { Problem } from "../graph/problem";
import type { DatasetFacts, PortFacts } from "../data/catalog/facts";
import { withHint } from "../run/withHint";

/** Classes that one warning names. */
const shown = 5;

/** What is wrong with the data of a Dataset, at the parameter at fault, with the settings that may solve it. */
export function dataProblem(node: GraphNode, error: DataError): FixableProblem {
  const { param, hint, fixes = [] } = error.at;
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
        edit: { kind: "param", node: node.id, name, value } as const,
        parameters: 0,
      })),
    }),
  };
}

/** What the data of a Dataset are good for only in part: classes that nothing is trained on. */
export function dataWarnings(node: GraphNode, { ports }: DatasetFacts): Problem[] {
  return Object.values(ports).flatMap((port) => {
    const { low = 0, high = 0 } = port.range ?? {};
    const counted = port.classes !== undefined && port.classNames === undefined && low > 0;
    const untrained = (port.untrained ?? []).filter((found) => !counted || found.class >= low);
    return [
      ...(counted
        ? [
            warning(
              node,
              "labels-not-from-zero",
              t(
                "Labels run from {0} to {1}, but class numbers count from 0, so these need {2} outputs. Subtract {0} from the labels to need {3}.",
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
    "No row to train on has the class {0}. What is measured of it says nothing: add rows, or choose another seed or a smaller validation share.",
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
