import type { Program, StateSlot } from "../compiler/program";
import type { Session } from "../runtime/runtime";
import type { HostArray, HostArrays } from "../tensor/hostArrays";

/** What checkpoints contain, and access to it. */
export interface Storage extends Pick<Program, "state">, Pick<Session, "read" | "write"> {}

/** State that is in the host's memory and not on a device. */
export interface HostState {
  readonly slots: readonly StateSlot[];
  save(name: string): HostArray;
  /** Throws a RangeError for values that `save` cannot have given. */
  restore(name: string, values: HostArray): void;
}

/** The saved state of a session together with what the host keeps. */
export function storageOf(
  session: Session,
  saved: Pick<Program, "state">,
  host: HostState | undefined,
): Storage {
  if (!host) {
    return {
      ...saved,
      read: (names) => session.read(names),
      write: (values) => session.write(values),
    };
  }
  const { slots } = host;
  const kept = new Set(slots.map(({ name }) => name));
  return {
    state: [...saved.state, ...slots],
    read: async (names) => {
      const read = await session.read(names.filter((name) => !kept.has(name)));
      for (const name of names) if (kept.has(name)) read[name] = host.save(name);
      return read;
    },
    write: async (values) => {
      const others: [string, HostArrays[string]][] = [];
      for (const [name, array] of Object.entries(values)) {
        if (kept.has(name)) host.restore(name, array);
        else others.push([name, array]);
      }
      if (others.length > 0) await session.write(Object.fromEntries(others));
    },
  };
}
