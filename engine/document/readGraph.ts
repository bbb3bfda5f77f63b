import { t } from "@vscode/l10n";
import { getNodeValue } from "jsonc-parser";
import type { Graph } from "../graph/graph";
import type { DocumentKey } from "../graph/schema";
import { documentKeys, formatVersion } from "../graph/schema";
import { show } from "../graph/show";
import { checkExpanded } from "./checkExpanded";
import type { JsonNode, Member } from "./json";
import { membersOf, placeOf, recordOf } from "./json";
import { readBlocks } from "./readBlocks";
import { readScope } from "./readScope";
import { defaultTraining, readTraining } from "./readTraining";
import { settingPlaces } from "./settingPlaces";
import type { Report } from "./report";
import { unknownKey, withoutDuplicates } from "./report";

/**
 * The graph of a document from the tree of its text, which has `length` characters; without a tree, an empty one. Contains
 * everything that could be read; what could not is reported.
 */
export function readGraph(root: JsonNode | undefined, length: number, report: Report): Graph {
  const whole = { offset: 0, length };

  if (!root) {
    report(
      "empty-document",
      () => t("The document is empty. Add a node on the canvas to get started."),
      whole,
    );
  } else if (root.type !== "object") {
    report(
      "not-an-object",
      () => t('A model must be an object: { "netloom": 1, "nodes": { … }, … }.'),
      placeOf(root),
    );
  }
  const sections = new Map(withoutDuplicates(membersOf(root), report).map((member) => [member.key, member]));
  const section = (key: DocumentKey) => sections.get(key);
  checkKeys([...sections.values()], report);
  if (root?.type === "object") checkVersion(root, section("netloom"), report);

  const fallback = { offset: 0, length: Math.min(1, length) };
  const placeOfSection = (key: DocumentKey) => section(key)?.keyPlace ?? fallback;
  const { blocks, blockNames, deferred } = readBlocks(section("blocks"), report);
  const scope = readScope(section, fallback, { blockNames }, report);
  const training = section("training");
  const graph: Graph = {
    ...scope,
    blocks,
    settings: recordOf(withoutDuplicates(membersOf(training?.value), () => undefined)),
    training: training ? readTraining(training.value, report) : defaultTraining,
    places: {
      ...scope.places,
      document: whole,
      training: placeOfSection("training"),
      settings: settingPlaces(training?.value),
    },
  };
  checkExpanded(graph, deferred, report);
  return graph;
}

function checkKeys(members: readonly Member[], report: Report): void {
  const known: readonly string[] = documentKeys;
  for (const { key, keyPlace } of members) {
    if (!known.includes(key)) report("unknown-key", () => unknownKey(key, known), keyPlace);
  }
}

function checkVersion(root: JsonNode, version: Member | undefined, report: Report): void {
  if (!version)
    report(
      "missing-version",
      () => t('The format version is missing: begin with "netloom": {0}.', formatVersion),
      { offset: root.offset, length: 1 },
    );
  else if (version.value.value !== formatVersion)
    report(
      "unsupported-version",
      () =>
        t(
          "This document has format version {0}; this version of Netloom reads {1}. Update Netloom, or correct the number.",
          show(getNodeValue(version.value)),
          formatVersion,
        ),
      placeOf(version.value),
    );
}
