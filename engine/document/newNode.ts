import { layers } from "../layers";
import { wrongId } from "./readNode";

/** A node to be added, as the edit `add` expects it. */
export interface NewNode {
  readonly id: string;
  readonly type: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** The ids in use: a graph's nodes, or a set. */
type Taken = Pick<ReadonlySet<string>, "has">;

/** A node as the palette adds it: with a free name and its required parameters. */
export function newNode(taken: Taken, type: string): NewNode {
  const layer = layers.get(type);
  // Parameters that others depend on are written out, because they are worth reading in the document.
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
  if (layers.get(type)?.gives === "loss") return "loss";
  return type.replace(/\d+d$/, "").toLowerCase();
}

/** The stem itself or, if it is taken, with the first free number from 2: `linear`, `linear2`. */
export function freeId(taken: Taken, stem: string): string {
  return freeIds(taken)(stem);
}

/**
 * `freeId` for many stems. An id that was returned counts as taken only once it is in `taken`. Each stem's numbers
 * continue from the last one found taken, assuming that names are only added in the meantime.
 */
export function freeIds(taken: Taken): (stem: string) => string {
  const next = new Map<string, number>();
  return (stem) => {
    const usable = wrongId(stem) === undefined ? stem : "node";
    if (!taken.has(usable)) return usable;
    let number = next.get(usable) ?? 2;
    while (taken.has(`${usable}${number}`)) number++;
    next.set(usable, number);
    return `${usable}${number}`;
  };
}
