import { t } from "@vscode/l10n";
import { EngineError } from "./EngineError";

/** The error of an engine that has gone by itself, by how its process ended and what it said last. */
export function engineEnded(code: number | null, signal: string | null, words: string): EngineError {
  return new EngineError({
    code: "engine-crashed",
    message: messageOf(code, signal, words),
    hint: t("Resume the run from its last checkpoint."),
  });
}

function messageOf(code: number | null, signal: string | null, words: string): string {
  // Node's heap was full: V8 says so, and aborts.
  if (/heap out of memory|Allocation failed - JavaScript|std::bad_alloc/i.test(words))
    return t("The engine ran out of memory. A smaller batch or model needs less.");
  switch (signal) {
    case "SIGKILL":
      return t(
        "The engine was killed by the system or another program, perhaps for want of memory (SIGKILL).",
      );
    case "SIGTERM":
    case "SIGINT":
    case "SIGHUP":
      return t("The engine was ended from outside ({0}).", signal);
    case "SIGSEGV":
    case "SIGBUS":
    case "SIGILL":
    case "SIGFPE":
    case "SIGABRT":
      return words === ""
        ? t("The engine crashed in native code, perhaps in the graphics driver ({0}).", signal)
        : t("The engine crashed in native code, perhaps in the graphics driver ({0}): {1}", signal, words);
  }
  const how = signal === null ? t("exit code {0}", code ?? 0) : t("signal {0}", signal);
  return words === ""
    ? t("The engine ended unexpectedly ({0}).", how)
    : t("The engine ended unexpectedly ({0}): {1}", how, words);
}
