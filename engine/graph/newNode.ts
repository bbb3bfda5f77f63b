import { layers } from "../layers";
import { wrongId } from "./readNode";

/** A node to be added: what the edit `add` takes. */
export interface NewNode {
  readonly id: string;
  readonly type: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** The ids that are taken: a graph's nodes, or a set. */
type Taken = Pick<ReadonlySet<string>, "has">;

/** A node as the palette adds it: a free name, and the parameters that it cannot be without. */
export function newNode(taken: Taken, type: string): NewNode {
  const layer = layers.get(type);
  // The choice that further parameters hang on is worth reading in the document.
  const deciding = layer?.furtherParams ? layer.params : {};
  const decided = Object.entries(deciding).flatMap(([name, parameter]) =>
    parameter.default === undefined ? [] : [[name, parameter.default] as const],
  );
  return {
    id: freeId(taken, stemOf(type)),
    type,
    params: { ...Object.fromEntries(decided), ...layer?.fresh },
  };
}

/** `linear`, `conv`, `relu`; every loss is `loss`. */
function stemOf(type: string): string {
  if (layers.get(type)?.category === "loss") return "loss";
  return type.replace(/\d+d$/, "").toLowerCase();
}

/** The stem itself or, where that is taken, with the first free number from 2: `linear`, `linear2`. */
export function freeId(taken: Taken, stem: string): string {
  const usable = wrongId(stem) === undefined ? stem : "node";
  if (!taken.has(usable)) return usable;
  let number = 2;
  while (taken.has(`${usable}${number}`)) number++;
  return `${usable}${number}`;
}
