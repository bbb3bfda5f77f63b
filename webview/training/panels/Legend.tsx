import type { ReactNode } from "react";

interface Entry {
  readonly name: string;
  readonly mark: ReactNode;
}

/** The most entries; there are more classes than colours. */
const most = 8;

/** What the colours beside it mean. */
export function Legend({ entries }: { readonly entries: readonly Entry[] }) {
  return (
    <ul className="legend">
      {entries.slice(0, most).map(({ name, mark }) => (
        <li key={name}>
          {mark}
          {name}
        </li>
      ))}
    </ul>
  );
}
