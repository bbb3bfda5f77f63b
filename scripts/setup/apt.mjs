import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { onPath, run } from "./processes.mjs";
import { Missing, say, step } from "./terminal.mjs";

/** How this user can run apt-get: directly, through sudo without a password, or not at all. */
async function prefix() {
  if (process.platform !== "linux" || !onPath("apt-get")) return undefined;
  if (process.getuid?.() === 0) return [];
  if (!onPath("sudo")) return undefined;
  const { code } = await run("sudo", ["-n", "true"], { quiet: true });
  return code === 0 ? ["sudo", "-n"] : undefined;
}

/** Runs one of apt's programs with the required privileges. */
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
 * Installs Debian packages, if this user may.
 * @param {string[]} packages
 * @param {string} fix what to do if they cannot be installed
 */
export async function aptInstall(packages, fix) {
  const first = await prefix();
  if (!first) throw new Missing(`Not installed: ${packages.join(", ")}.`, fix);
  await step(`Installing ${packages.join(", ")} (apt-get)`, async () => {
    await update(first);
    const { code, output } = await apt(first, "apt-get", [...flags, ...packages]);
    if (code !== 0)
      throw new Missing(`apt-get could not install ${packages.join(", ")}:\n${output.trim()}`, fix);
  });
}

/**
 * Installs a package of at least a major version, from the distribution or, if that is older, from its backports.
 * Returns false if that is impossible.
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

/** The newest available version with at least a given major one. */
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
 * Options that let apt see Debian's backports too, from this machine's mirror, without changing its list of sources.
 * Undefined on other systems.
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
