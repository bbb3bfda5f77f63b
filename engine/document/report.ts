import { t } from "@vscode/l10n";
import type { Member } from "./json";
import { placeOf } from "./json";
import { listedAs } from "../graph/listed";
import { nearest } from "../graph/nearest";
import type { Problem, Subject, TextRange } from "../graph/problem";
import { documentLimits } from "../graph/documentLimits";
import { shorten } from "../graph/shorten";

/**
 * Records an error while the document is read. The message is built only if the error is listed; one error may stand
 * for `count` of the same kind.
 */
export type Report = (
  code: string,
  message: () => string,
  range: TextRange,
  subject?: Subject,
  count?: number,
) => void;

/** Records any number of errors, and lists them. */
export function errorList(): { readonly report: Report; readonly list: () => Problem[] } {
  const found: (Pick<Problem, "code" | "range" | "count"> & {
    readonly severity: "error";
    readonly message: () => string;
    readonly subject: Subject | undefined;
  })[] = [];
  return {
    report: (code, message, range, subject, count) =>
      found.push({ code, severity: "error", message, range, subject, count }),
    list: () =>
      listedAs(found, ({ code, severity, message, range, subject }) => ({
        code,
        severity,
        message: message(),
        range,
        ...subject,
      })),
  };
}

/** The first member of each key; further ones are reported, since it is unclear which was meant. */
export function withoutDuplicates(members: readonly Member[], report: Report, subject?: Subject): Member[] {
  const seen = new Set<string>();
  return members.filter(({ key, keyPlace }) => {
    if (!seen.has(key)) return seen.add(key);
    report(
      "duplicate-key",
      () => t('"{0}" is a duplicate. Remove one of them.', shorten(key)),
      keyPlace,
      subject,
    );
    return false;
  });
}

/** The members, without lists longer than the limit, which are reported. */
export function withoutLongLists(
  members: readonly Member[],
  code: string,
  report: Report,
  subject: (key: string) => Subject,
): Member[] {
  return members.filter(({ key, value }) => {
    const length = value.type === "array" ? (value.children?.length ?? 0) : 0;
    if (length <= documentLimits.list) return true;
    report(
      code,
      () => t('"{0}" may list at most {1}.', shorten(key), documentLimits.list),
      placeOf(value),
      subject(key),
    );
    return false;
  });
}

/** The message for a key that is not valid here. */
export function unknownKey(written: string, known: readonly string[]): string {
  const meant = nearest(written, known);
  const key = shorten(written);
  if (meant !== undefined) return t('"{0}" is not allowed here. Did you mean "{1}"?', key, meant);
  if (known.length === 0) return t('"{0}" is not allowed here. Remove it.', key);
  return t('"{0}" is not allowed here. Allowed: {1}.', key, known.map((name) => `"${name}"`).join(", "));
}
