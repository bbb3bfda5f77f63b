import { t } from "@vscode/l10n";

/** `0.4 s`, `14 s`, `3 min 20 s`, `2 h 5 min`. */
export function formatDuration(seconds: number): string {
  if (!Number.isFinite(seconds) || seconds < 0) return "–";
  if (seconds < 9.95) return t("{0} s", seconds.toFixed(seconds < 0.05 || seconds >= 1 ? 0 : 1));
  const whole = Math.round(seconds);
  if (whole < 60) return t("{0} s", whole);
  if (whole < 3600) return t("{0} min {1} s", Math.floor(whole / 60), whole % 60);
  const minutes = Math.round(whole / 60);
  return t("{0} h {1} min", Math.floor(minutes / 60), minutes % 60);
}
