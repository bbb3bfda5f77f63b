import { t } from "@vscode/l10n";
import type { z } from "zod";
import { countOf } from "../parameters/listSchema";
import type { Parameters } from "../parameters/parameter";
import { explain } from "./explain";
import type { Member } from "./json";
import { placeAt } from "./json";
import type { Subject, TextRange } from "../graph/problem";
import type { Report } from "./report";
import { unknownKey } from "./report";

/** Reports the issues of a strict object of parameters, each at its position. */
export function reportIssues(
  issues: readonly z.core.$ZodIssue[],
  context: {
    /** Whose parameters they are, for the messages. */
    readonly owner: string;
    readonly parameters: Parameters;
    readonly written: readonly Member[];
    /** The values as written. */
    readonly values: Readonly<Record<string, unknown>>;
    readonly missingPlace: TextRange;
    readonly subject: (param: string) => Subject;
    readonly code: { readonly unknown: string; readonly missing: string; readonly invalid: string };
    readonly report: Report;
  },
): void {
  const { owner, parameters, values, code, report } = context;
  const members = new Map(context.written.map((member) => [member.key, member]));
  const unwritten = Object.keys(parameters).filter((name) => !members.has(name));
  for (const issue of issues) {
    if (issue.code === "unrecognized_keys" && issue.path.length === 0) {
      for (const key of issue.keys) {
        const place = members.get(key)?.keyPlace ?? context.missingPlace;
        report(
          code.unknown,
          () => t("{0}: {1}", owner, unknownKey(key, unwritten)),
          place,
          context.subject(key),
        );
      }
      continue;
    }
    const [first, ...rest] = issue.path;
    const name = String(first);
    const parameter = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
    if (!parameter) continue;
    const member = members.get(name);
    if (member)
      report(
        code.invalid,
        () => t("{0}: {1}", owner, explain(name, parameter, values[name], { ...issue, path: rest })),
        placeAt(member.value, rest),
        context.subject(name),
        countOf(issue),
      );
    else
      report(
        code.missing,
        () => t('{0} needs "{1}". {2}', owner, name, t(parameter.help)),
        context.missingPlace,
        context.subject(name),
      );
  }
}
