import { t } from "@vscode/l10n";
import { getNodeValue } from "jsonc-parser";
import type { Subject, TextRange } from "../graph/problem";
import { isSharingKey, nodePathPattern, sharingKeys, type Sharing, type SharingKey } from "../graph/sharing";
import { shorten } from "../graph/shorten";
import { show } from "../graph/show";
import { readPath } from "../tensor/path";
import { membersOf, placeAt, placeOf, recordOf, type Member } from "./json";
import { unknownKey, withoutDuplicates, withoutLongLists, type Report } from "./report";

/** What is wrong with a value, at the key inside it, if any. */
interface Issue {
  readonly code: string;
  readonly message: () => string;
  readonly path: readonly string[];
}

/** A value that could be read, or why it could not. */
type Reading<T> = { readonly value: T } | { readonly issue: Issue };

type Readers = { readonly [K in SharingKey]: (id: string, written: unknown) => Reading<Sharing[K]> };

const readers: Readers = { weightsOf: readWeightsOf, follows: readFollows };

/** The words about sharing among a node's members; what is wrong is reported and left out. */
export function readSharing(
  id: string,
  node: Subject,
  members: readonly Member[],
  report: Report,
): { readonly words: Sharing; readonly places: Readonly<Record<string, TextRange>> } {
  const subject = (param: string) => ({ ...node, param });
  const written = members.filter(({ key }) => isSharingKey(key));
  const places: [string, TextRange][] = [];
  const values: [string, unknown][] = [];
  for (const { key, value } of withoutLongLists(written, "invalid-parameter", report, subject)) {
    const inner = withoutDuplicates(membersOf(value), report, subject(key));
    places.push([key, placeOf(value)]);
    for (const member of inner) places.push([`${key}.${member.key}`, placeOf(member.value)]);
    values.push([key, value.type === "object" ? recordOf(inner) : getNodeValue(value)]);
  }
  const { words, issues } = read(id, Object.fromEntries(values));
  for (const { key, code, message, path } of issues) {
    const value = written.find((member) => member.key === key)?.value;
    if (value) report(code, message, placeAt(value, [...path]), subject(key));
  }
  return { words, places: Object.fromEntries(places) };
}

/** A node's members divided into parameters and words about sharing that can be read. */
export function splitSharing(members: Readonly<Record<string, unknown>>): {
  readonly params: Readonly<Record<string, unknown>>;
  readonly words: Sharing;
} {
  const isWord = ([key]: [string, unknown]) => isSharingKey(key);
  const entries = Object.entries(members);
  if (!entries.some(isWord)) return { params: members, words: {} };
  return {
    params: Object.fromEntries(entries.filter((entry) => !isWord(entry))),
    words: read("", Object.fromEntries(entries.filter(isWord))).words,
  };
}

function read(
  id: string,
  written: Readonly<Record<string, unknown>>,
): { readonly words: Sharing; readonly issues: readonly (Issue & { readonly key: SharingKey })[] } {
  const words: [SharingKey, unknown][] = [];
  const issues: (Issue & { readonly key: SharingKey })[] = [];
  for (const key of sharingKeys) {
    if (!Object.hasOwn(written, key)) continue;
    const reading = readers[key](id, written[key]);
    if ("issue" in reading) issues.push({ ...reading.issue, key });
    else words.push([key, reading.value]);
  }
  return { words: Object.fromEntries(words), issues };
}

function readWeightsOf(id: string, written: unknown): Reading<Sharing["weightsOf"]> {
  if (typeof written === "string" && isNodePath(written)) return { value: written };
  const ties = isRecord(written) ? Object.entries(written) : [];
  const wrong = ties.find(([, path]) => typeof path !== "string" || !isWeightPath(path));
  if (wrong)
    return invalid([wrong[0]], () =>
      t(
        '{0}: "weightsOf.{1}" must be the path of a weight, such as "embed.weight", not {2}.',
        id,
        shorten(wrong[0]),
        show(wrong[1]),
      ),
    );
  if (ties.length > 0) return { value: written as Sharing["weightsOf"] };
  return invalid([], () =>
    t(
      '{0}: "weightsOf" must be the name of a node, such as "encoder", or name single weights, such as { "weight": "embed.weight" }, not {1}.',
      id,
      show(written),
    ),
  );
}

const followsKeys = ["node", "every", "rate"];

function readFollows(id: string, written: unknown): Reading<Sharing["follows"]> {
  if (!isRecord(written))
    return invalid([], () =>
      t(
        '{0}: "follows" names a node and says when: { "node": "q", "every": 500 } or { "node": "q", "rate": 0.005 }, not {1}.',
        id,
        show(written),
      ),
    );
  const unknown = Object.keys(written).find((key) => !followsKeys.includes(key));
  if (unknown !== undefined)
    return invalid([unknown], () => t("{0}: {1}", id, unknownKey(unknown, followsKeys)));
  const { node, every, rate } = written;
  if (typeof node !== "string" || !isNodePath(node))
    return invalid(node === undefined ? [] : ["node"], () =>
      node === undefined
        ? t('{0}: "follows" needs "node", the node whose weights these follow.', id)
        : t('{0}: "follows.node" must be the name of a node, such as "encoder", not {1}.', id, show(node)),
    );
  if ((every === undefined) === (rate === undefined))
    return invalid([], () =>
      t(
        '{0}: "follows" needs either "every", a number of steps between copies, or "rate", how far to move after each step.',
        id,
      ),
    );
  if (every !== undefined)
    return typeof every === "number" && Number.isInteger(every) && every >= 1 && every <= mostSteps
      ? { value: { node, every } }
      : invalid(["every"], () =>
          t('{0}: "follows.every" must be a whole number of steps from 1, not {1}.', id, show(every)),
        );
  return typeof rate === "number" && rate > 0 && rate <= 1
    ? { value: { node, rate } }
    : invalid(["rate"], () =>
        t('{0}: "follows.rate" must be above 0 and at most 1, not {1}.', id, show(rate)),
      );
}

/** Steps are counted in 32 bits. */
const mostSteps = 2 ** 31 - 1;

function invalid(path: readonly string[], message: () => string): { readonly issue: Issue } {
  return { issue: { code: "invalid-parameter", message, path } };
}

function isNodePath(text: string): boolean {
  return nodePathPattern.test(text);
}

function isWeightPath(text: string): boolean {
  const parts = readPath(text);
  return parts !== undefined && isNodePath(parts.node);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
