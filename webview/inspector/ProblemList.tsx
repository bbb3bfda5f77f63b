import type { Problem } from "../../engine/graph/problem";

/** The problems that no field shows. */
export function ProblemList({ problems }: { readonly problems: readonly Problem[] }) {
  if (problems.length === 0) return null;
  return (
    <ul className="problem-list">
      {problems.map(({ message, severity }) => (
        <li key={message} data-severity={severity}>
          {message}
        </li>
      ))}
    </ul>
  );
}
