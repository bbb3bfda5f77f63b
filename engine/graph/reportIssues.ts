import { t } from "@vscode/l10n";
import { getNodeValue } from "jsonc-parser";
import type { z } from "zod";
import type { Parameters } from "../layers/parameter";
import { explain } from "./explain";
import type { Member } from "./json";
import { placeAt } from "./json";
import type { Subject, TextRange } from "./problem";
import type { Report } from "./report";
import { notSupported, unknownKey } from "./report";

/** Tells the issues of a strict object of parameters, each at its place. */
export function reportIssues(
  issues: readonly z.core.$ZodIssue[],
  context: {
    /** Whose parameters they are, for the messages. */
    readonly owner: string;
    readonly parameters: Parameters;
    readonly written: readonly Member[];
    readonly missingPlace: TextRange;
    readonly reserved: readonly string[];
    readonly subject: (param: string) => Subject;
    readonly code: { readonly unknown: string; readonly missing: string; readonly invalid: string };
    readonly report: Report;
  },
): void {
  const { owner, parameters, code, report } = context;
  const written = new Map(context.written.map((member) => [member.key, member]));
  const unwritten = Object.keys(parameters).filter((name) => !written.has(name));
  const values = new Map<Member, unknown>();
  /** Read once, since a long list has many issues. */
  const valueOf = (member: Member): unknown => {
    if (!values.has(member)) values.set(member, getNodeValue(member.value));
    return values.get(member);
  };
  for (const issue of issues) {
    if (issue.code === "unrecognized_keys" && issue.path.length === 0) {
      for (const key of issue.keys) {
        const place = written.get(key)?.keyPlace ?? context.missingPlace;
        if (context.reserved.includes(key))
          report("not-supported", notSupported(key), place, context.subject(key));
        else
          report(code.unknown, t("{0}: {1}", owner, unknownKey(key, unwritten)), place, context.subject(key));
      }
      continue;
    }
    const [first, ...rest] = issue.path;
    const name = String(first);
    const parameter = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
    if (!parameter) continue;
    const member = written.get(name);
    if (member)
      report(
        code.invalid,
        t("{0}: {1}", owner, explain(name, parameter, valueOf(member), { ...issue, path: rest })),
        placeAt(member.value, rest),
        context.subject(name),
      );
    else
      report(
        code.missing,
        t('{0} needs "{1}". {2}', owner, name, t(parameter.help)),
        context.missingPlace,
        context.subject(name),
      );
  }
}
