import { environmentOf } from "../../graph/policies";
import { showShape } from "../../tensor/graphType";
import { asValue } from "./insertions";
import { Draft } from "./Draft";
import type { Proposal } from "./Proposal";
import type { Place } from "./placeAt";

/** The outputs that may choose the actions in an environment: a row of numbers, those with a value for each action first. */
export function policyNames(
  place: Place,
  { block, node }: { readonly block: string | undefined; readonly node: string },
): Proposal[] {
  const { nodes } = new Draft(named(place)).page(block);
  const { layer, params } = nodes.get(node) ?? {};
  const environment = layer && environmentOf({ layer, params });
  if (!environment) return [];
  const rows = [...nodes].flatMap(([id, { outputs }]) =>
    id === node
      ? []
      : Object.entries(outputs)
          .filter(([, { dtype, shape }]) => dtype === "float32" && shape.length === 2 && shape[0] === "N")
          .map(([port, type]) => ({ label: `${id}.${port}`, type })),
  );
  const fits = rows.filter(({ type }) => type.shape[1] === environment.actions.length);
  const others = rows.filter(({ type }) => type.shape[1] !== environment.actions.length);
  return [...fits, ...others].map(({ label, type }) =>
    asValue(place, { label, kind: "port", detail: showShape(type) }),
  );
}

/** The document with some name in this place: with none the Dataset is wrong, and no shape would be known. */
function named({ draft, range: { offset } }: Place): string {
  const written = /"(?:[^"\\\n]|\\.)*"|null/y;
  written.lastIndex = offset;
  const length = written.exec(draft)?.[0].length ?? 0;
  return `${draft.slice(0, offset)}"policy"${draft.slice(offset + length)}`;
}
