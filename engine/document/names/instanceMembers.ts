import { t } from "@vscode/l10n";
import { sharingKeys } from "../../graph/sharing";
import type { Draft } from "./Draft";
import { asMember } from "./insertions";
import type { Proposal } from "./Proposal";
import type { Place } from "./placeAt";

/** The keys that an instance of a block may still have: its parameters, those without a default first, and the words about sharing. */
export function instanceMembers(draft: Draft, place: Place): Proposal[] {
  const members = draft.membersAt(place.path);
  const type: unknown = members.find(({ key }) => key === "type")?.value.value;
  const block = typeof type === "string" ? draft.graph.blocks.get(type) : undefined;
  if (!block) return [];
  const others = members.filter(({ keyPlace }) => keyPlace.offset !== place.range.offset);
  const written = new Set(others.map(({ key }) => key));
  const missing = Object.entries(block.parameters).filter(([name]) => !written.has(name));
  const isRequired = ([, preset]: (typeof missing)[number]) => preset === null;
  const parameters = [...missing.filter(isRequired), ...missing.filter((one) => !isRequired(one))];
  const shares = sharingKeys.some((key) => written.has(key));
  return [
    ...parameters.map(([label, preset]) => {
      const field = preset === null ? "" : JSON.stringify(preset);
      const detail = preset === null ? t("required") : `= ${field}`;
      return asMember(place, { label, kind: "parameter", detail }, { before: "", field });
    }),
    ...(shares
      ? []
      : [
          asMember(
            place,
            { label: "weightsOf", kind: "parameter", continues: true },
            { before: '"', after: '"' },
          ),
          asMember(
            place,
            { label: "follows", kind: "parameter", continues: true },
            { before: '{ "node": "', after: '", "every": 500 }' },
          ),
        ]),
  ];
}
