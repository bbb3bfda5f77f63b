import { run, onPath } from "./processes.mjs";
import { Missing, step } from "./terminal.mjs";

/** How this user may run apt-get: directly, through sudo without a password, or not at all. */
async function apt() {
  if (process.platform !== "linux" || !onPath("apt-get")) return undefined;
  if (process.getuid?.() === 0) return ["apt-get"];
  if (!onPath("sudo")) return undefined;
  const { code } = await run("sudo", ["-n", "true"], { quiet: true });
  return code === 0 ? ["sudo", "-n", "apt-get"] : undefined;
}

let updated = false;

/**
 * Installs Debian packages, where this user may.
 * @param {string[]} packages
 * @param {string} remedy what a person does where it cannot be done
 */
export async function aptInstall(packages, remedy) {
  const command = await apt();
  if (!command) throw new Missing(`Not installed: ${packages.join(", ")}.`, remedy);
  const [program = "", ...first] = command;
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  await step(`Installing ${packages.join(", ")} (apt-get)`, async () => {
    const install = () =>
      run(program, [...first, "install", "-y", "--no-install-recommends", ...packages], { quiet: true, env });
    if (!updated) await run(program, [...first, "update"], { quiet: true, env });
    updated = true;
    const { code, output } = await install();
    if (code !== 0)
      throw new Missing(`apt-get could not install ${packages.join(", ")}:\n${output.trim()}`, remedy);
  });
}
