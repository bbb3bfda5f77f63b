import { parseArgs } from "node:util";
import { t } from "@vscode/l10n";
import { listDevices } from "../runtime/createRuntime";
import { describeError } from "../training/describeError";
import { exitCode, type ExitCode } from "./exitCode";
import type { Output } from "./Output";

/** `netloom devices`: lists the devices on which a model can be trained here. */
export async function devices(args: string[], output: Output): Promise<ExitCode> {
  parseArgs({ args, options: { json: { type: "boolean" } } });
  const found = await listDevices((kind, error) => {
    if (kind === "gpu" && !output.json) output.complain(describeError(error).message);
  });
  output.event({ event: "devices", devices: found } as { event: string });
  const chosen = found.find(({ kind }) => kind === "gpu") ?? found.find(({ kind }) => kind === "cpu");
  for (const device of found) {
    output.print(
      `${device.kind.padEnd(10)}${device.name}${device === chosen ? `  (${t("used by auto")})` : ""}`,
    );
  }
  return exitCode.done;
}
