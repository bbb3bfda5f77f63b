import { existsSync } from "node:fs";
import { join } from "node:path";
import { t } from "@vscode/l10n";
import { configureLanguage } from "../server/configureLanguage";
import { describeError } from "../training/describeError";
import { check } from "./check";
import { devices } from "./devices";
import { diff } from "./diff";
import { exitCode, type ExitCode } from "./exitCode";
import { exportModel } from "./exportModel";
import { gradients } from "./gradients";
import { Output } from "./Output";
import { mayOpenGpu, runApart } from "./runApart";
import { predict } from "./predict";
import { speakForParent } from "./speakForParent";
import { train } from "./train";
import { UsageError } from "./UsageError";
import { usage } from "./usage";

const commands: Readonly<Record<string, (args: string[], output: Output) => Promise<ExitCode>>> = {
  check,
  train,
  gradients,
  predict,
  export: exportModel,
  devices,
  diff,
};

/** Runs one command line and ends the process with its exit code, since native libraries would keep it alive. */
export async function main([name = "", ...args]: string[]): Promise<void> {
  speakForParent();
  chooseLanguage();
  endWithReader();
  const output = new Output(args.includes("--json"));
  process.exitCode = mayOpenGpu(name, args)
    ? await runApart([name, ...args], output)
    : await run(name, args, output);
  await output.flush();
  process.exit();
}

async function run(name: string, args: string[], output: Output): Promise<ExitCode> {
  if (name === "" || name === "help" || name === "--help" || args.includes("--help")) {
    output.print(usage());
    return name === "" ? exitCode.usage : exitCode.done;
  }
  try {
    const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (!command) throw new UsageError(t('There is no command "{0}".', name));
    return await command(args, output);
  } catch (error) {
    if (error instanceof UsageError || isParseArgsError(error)) {
      output.complain(error.message);
      output.complain(usage());
      return exitCode.usage;
    }
    return output.fail(describeError(error));
  }
}

function isParseArgsError(error: unknown): error is Error {
  return error instanceof Error && String((error as NodeJS.ErrnoException).code).startsWith("ERR_PARSE_ARGS");
}

/** A closed stdout or stderr (`2>&1 | head`) is treated like a kill: training saves first. */
function endWithReader(): void {
  let ended = false;
  for (const stream of [process.stdout, process.stderr])
    stream.on("error", () => {
      if (!ended) process.kill(process.pid, "SIGTERM");
      ended = true;
    });
}

/** Uses the translation that `NETLOOM_L10N` names, or else that of the system's language, if there is one. */
function chooseLanguage(): void {
  const { NETLOOM_L10N, LC_ALL, LC_MESSAGES, LANG } = process.env;
  const language = /^[a-z]{2}/.exec(LC_ALL ?? LC_MESSAGES ?? LANG ?? "")?.[0] ?? "en";
  const bundle = join(__dirname, "..", "l10n", `bundle.l10n.${language}.json`);
  configureLanguage(NETLOOM_L10N ?? (existsSync(bundle) ? bundle : undefined));
}
