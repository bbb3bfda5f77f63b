import { t } from "@vscode/l10n";

export type Tone = "quiet" | "good" | "warning" | "error";

/** An icon before a sentence, distinguished by shape as well as colour; neutral sentences have none. */
export function ToneIcon({ tone }: { readonly tone: Tone }) {
  if (tone === "quiet") return null;
  const names = { good: t("Good"), warning: t("Warning"), error: t("Error") };
  return (
    <svg
      className={`tone ${tone}`}
      width="14"
      height="14"
      viewBox="0 0 16 16"
      role="img"
      aria-label={names[tone]}
    >
      {tone === "good" && (
        <path d="M3 8.5l3.3 3.3L13 4.8" fill="none" stroke="currentColor" strokeWidth="1.8" />
      )}
      {tone === "warning" && (
        <path
          d="M8 2L14.5 13.5H1.5zM8 6.2V9.6M8 10.9V12.2"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.4"
          strokeLinejoin="round"
        />
      )}
      {tone === "error" && (
        <path
          d="M8 1.7a6.3 6.3 0 1 0 0 12.6a6.3 6.3 0 1 0 0-12.6zM5.6 5.6l4.8 4.8M10.4 5.6l-4.8 4.8"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.4"
        />
      )}
    </svg>
  );
}
