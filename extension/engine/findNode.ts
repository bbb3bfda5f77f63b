import { execFile } from "node:child_process";
import { t } from "@vscode/l10n";
import { EngineError } from "./EngineError";

/** The oldest major version of Node with the native interface that the engine's libraries need. */
const oldestMajor = 20;

export interface NodePlaces {
  /** The setting `netloom.engine.nodePath`; empty to look elsewhere. */
  readonly setting: string;
  /** The binary in the platform package, which may not exist. */
  readonly bundled: string;
}

/**
 * Finds a real Node binary for the engine. Tries the setting, the one in the package, PATH, and last the binary that runs
 * this extension host, which is real Node on a remote machine. Electron is refused: it forbids the external array buffers
 * that GPU memory is mapped to.
 *
 * Rejects with an EngineError `no-node` that lists what was tried. If the setting is not a usable Node, nothing else is
 * tried.
 */
export async function findNode({ setting, bundled }: NodePlaces): Promise<string> {
  if (setting !== "") {
    const fault = await faultOf(setting);
    if (fault === undefined) return setting;
    throw new EngineError({
      code: "no-node",
      message: t('The setting "netloom.engine.nodePath" is {0}, but {1}', setting, fault),
      hint: t("Correct the setting, or clear it so that Netloom looks for Node.js itself."),
    });
  }
  const tried: string[] = [];
  // Electron would open a window instead of running the script.
  const own = process.versions.electron === undefined ? [process.execPath] : [];
  for (const candidate of [bundled, "node", ...own]) {
    const fault = await faultOf(candidate);
    if (fault === undefined) return candidate;
    tried.push(t("{0}: {1}", candidate, fault));
  }
  throw new EngineError({
    code: "no-node",
    message: t(
      "Netloom needs Node.js {0} or newer to train, but found none. Tried {1}",
      oldestMajor,
      tried.join("; "),
    ),
    hint: t('Install Node.js, or set its path in the setting "netloom.engine.nodePath".'),
  });
}

/** Why a binary cannot run the engine; undefined if it can. */
function faultOf(binary: string): Promise<string | undefined> {
  const script = "JSON.stringify([process.versions.node, process.versions.electron ?? ''])";
  return new Promise((resolve) => {
    execFile(
      binary,
      ["-p", script],
      { timeout: 15_000, env: plainEnvironment(), windowsHide: true },
      (error, stdout) => {
        if (error) {
          resolve(faultOfError(error));
          return;
        }
        const answer = /^\["(\d+)[\d.]*[^"]*","([^"]*)"\]\s*$/.exec(stdout);
        if (!answer) {
          resolve(t("it is not Node.js."));
          return;
        }
        if (answer[2] !== "") {
          resolve(t("it is Electron, not Node.js."));
          return;
        }
        if (Number(answer[1]) < oldestMajor) {
          resolve(t("it is Node.js {0}, which is too old.", answer[1] ?? ""));
          return;
        }
        resolve(undefined);
      },
    );
  });
}

function faultOfError(error: Error & { code?: unknown; killed?: boolean }): string {
  if (error.code === "ENOENT") return t("there is no such program.");
  if (error.code === "EACCES") return t("you do not have permission to run it.");
  if (error.killed === true) return t("it did not respond.");
  return t("it cannot be run.");
}

/** The environment without the variables that VS Code sets for its own processes. */
export function plainEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^(ELECTRON_|VSCODE_|NODE_OPTIONS$|NODE_CHANNEL_)/.test(name),
    ),
  );
}
