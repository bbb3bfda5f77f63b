import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { onPath, run } from "./processes.mjs";
import { Missing, say, step } from "./terminal.mjs";

/** How this user may run apt-get: directly, through sudo without a password, or not at all. */
async function prefix() {
  if (process.platform !== "linux" || !onPath("apt-get")) return undefined;
  if (process.getuid?.() === 0) return [];
  if (!onPath("sudo")) return undefined;
  const { code } = await run("sudo", ["-n", "true"], { quiet: true });
  return code === 0 ? ["sudo", "-n"] : undefined;
}

/** Runs a program of apt's as the one who may. */
function apt(first, program, args) {
  const [command = "", ...rest] = [...first, program, ...args];
  return run(command, rest, { quiet: true, env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } });
}

let updated = false;
async function update(first) {
  if (!updated) await apt(first, "apt-get", ["update"]);
  updated = true;
}

const flags = ["install", "-y", "--no-install-recommends"];

/**
 * Installs Debian packages, where this user may.
 * @param {string[]} packages
 * @param {string} remedy what a person does where it cannot be done
 */
export async function aptInstall(packages, remedy) {
  const first = await prefix();
  if (!first) throw new Missing(`Not installed: ${packages.join(", ")}.`, remedy);
  await step(`Installing ${packages.join(", ")} (apt-get)`, async () => {
    await update(first);
    const { code, output } = await apt(first, "apt-get", [...flags, ...packages]);
    if (code !== 0)
      throw new Missing(`apt-get could not install ${packages.join(", ")}:\n${output.trim()}`, remedy);
  });
}

/**
 * Installs a package of at least a major version, from the distribution or, where that is older, from its backports.
 * Gives false where this cannot be had.
 */
export async function aptInstallAtLeast(name, major) {
  const first = await prefix();
  if (!first) return false;
  const options = (await offers(first, name, major)) ? [] : backports();
  if (!options) return false;
  try {
    if (options.length > 0) {
      await apt(first, "apt-get", [...options, "update"]);
      if (!(await newEnough(options, name, major))) return false;
    }
    return await step(`Installing ${name} (apt-get)`, async () => {
      const version = await newEnough(options, name, major);
      const suite = options.length > 0 ? ["-t", `${codename()}-backports`] : [];
      const { code, output } = await apt(first, "apt-get", [
        ...options,
        ...flags,
        ...suite,
        `${name}=${version}`,
      ]);
      if (code !== 0) say(`apt-get could not install ${name}:\n${output.trim()}`);
      return code === 0;
    });
  } finally {
    await apt(first, "rm", ["-rf", temporary]);
  }
}

async function offers(first, name, major) {
  await update(first);
  return newEnough([], name, major);
}

/** The newest version on offer of at least a major one. */
async function newEnough(options, name, major) {
  const { output } = await run("apt-cache", [...options, "madison", name], { quiet: true });
  const versions = output.split("\n").map((line) => line.split("|")[1]?.trim() ?? "");
  return versions.find((version) => Number(/^(?:\d+:)?(\d+)/.exec(version)?.[1]) >= major);
}

const temporary = path.join(tmpdir(), `netloom-apt-${process.pid}`);

const codename = () =>
  existsSync("/etc/os-release") &&
  /^ID=debian$/m.test(readFileSync("/etc/os-release", "utf8")) &&
  /^VERSION_CODENAME=(\w+)$/m.exec(readFileSync("/etc/os-release", "utf8"))?.[1];

/**
 * Options with which apt sees Debian's backports too, of the mirror that this machine uses; the machine's own list of
 * sources stays as it is. Undefined on other systems.
 */
function backports() {
  const parts = "/etc/apt/sources.list.d";
  const files = [
    "/etc/apt/sources.list",
    ...(existsSync(parts) ? readdirSync(parts).map((file) => path.join(parts, file)) : []),
  ].filter((file) => /\.(list|sources)$/.test(file) && existsSync(file));
  const mirror = files
    .map((file) => readFileSync(file, "utf8"))
    .map((text) => /^(?:URIs:|deb(?: \[[^\]]*\])?) *(\S+\/debian)\/?(?:\s|$)/m.exec(text)?.[1])
    .find(Boolean);
  const suite = codename();
  if (!mirror || !suite) return undefined;
  const lists = path.join(temporary, "lists");
  const sources = path.join(temporary, "sources");
  mkdirSync(path.join(lists, "partial"), { recursive: true });
  if (existsSync(parts)) cpSync(parts, sources, { recursive: true });
  else mkdirSync(sources);
  writeFileSync(path.join(sources, "netloom-backports.list"), `deb ${mirror} ${suite}-backports main\n`);
  return ["-o", `Dir::Etc::SourceParts=${sources}`, "-o", `Dir::State::Lists=${lists}`];
}
