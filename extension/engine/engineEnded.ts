import { t } from "@vscode/l10n";
import { EngineError } from "./EngineError";

/** The error for an engine that ended unexpectedly; `output` is its last output. */
export function engineEnded(code: number | null, signal: string | null, output: string): EngineError {
  return new EngineError({
    code: "engine-crashed",
    message: messageOf(code, signal, output),
    hint: t("Resume the run from its last checkpoint."),
  });
}

function messageOf(code: number | null, signal: string | null, output: string): string {
  // If Node's heap is full, V8 prints this and aborts.
  if (/heap out of memory|Allocation failed - JavaScript|std::bad_alloc/i.test(output))
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
      return output === ""
        ? t("The engine crashed in native code, possibly in the graphics driver ({0}).", signal)
        : t("The engine crashed in native code, possibly in the graphics driver ({0}): {1}", signal, output);
  }
  const how = signal === null ? t("exit code {0}", code ?? 0) : t("signal {0}", signal);
  return output === ""
    ? t("The engine ended unexpectedly ({0}).", how)
    : t("The engine ended unexpectedly ({0}): {1}", how, output);
}
