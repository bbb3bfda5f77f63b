import { t } from "@vscode/l10n";
import { EngineError } from "./EngineError";

/** The error for an engine that ended unexpectedly; `words` is its last output. */
export function engineEnded(code: number | null, signal: string | null, words: string): EngineError {
  return new EngineError({
    code: "engine-crashed",
    message: messageOf(code, signal, words),
    hint: t("Resume the run from its last checkpoint."),
  });
}

function messageOf(code: number | null, signal: string | null, words: string): string {
  // If Node's heap is full, V8 prints this and aborts.
  if (/heap out of memory|Allocation failed - JavaScript|std::bad_alloc/i.test(words))
    return t("The engine ran out of memory. Use a smaller batch size or a smaller model.");
  switch (signal) {
    case "SIGKILL":
      return t(
        "The engine was killed by the system or another program, possibly because memory ran out (SIGKILL).",
      );
    case "SIGTERM":
    case "SIGINT":
    case "SIGHUP":
      return t("The engine was stopped by another program ({0}).", signal);
    case "SIGSEGV":
    case "SIGBUS":
    case "SIGILL":
    case "SIGFPE":
    case "SIGABRT":
      return words === ""
        ? t("The engine crashed in native code, possibly in the graphics driver ({0}).", signal)
        : t("The engine crashed in native code, possibly in the graphics driver ({0}): {1}", signal, words);
  }
  const how = signal === null ? t("exit code {0}", code ?? 0) : t("signal {0}", signal);
  return words === ""
    ? t("The engine ended unexpectedly ({0}).", how)
    : t("The engine ended unexpectedly ({0}): {1}", how, words);
}
