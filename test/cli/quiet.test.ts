import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { moons } from "../engine/training/models";
import { finish, start } from "./netloom";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "netloom-quiet-"));
  await writeFile(join(folder, "moons.nn.json"), moons());
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const run = (args: string[], env: NodeJS.ProcessEnv = {}) => finish(start(args, { cwd: folder, env }));
const events = (out: string) =>
  out
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as { event: string; status?: string; code?: string });

const nowhere = { VK_DRIVER_FILES: "/nowhere/driver.json", NETLOOM_VULKAN_ICD: "" };
const withoutDriver =
  process.platform === "linux"
    ? "No GPU can be used: VK_DRIVER_FILES names /nowhere/driver.json, which does not exist."
    : "No GPU was found.";
const long = async () => writeFile(join(folder, "long.nn.json"), moons({ epochs: 100_000 }));

it("leaves nothing in the home or temporary folder, where ONNX Runtime would store reports to Microsoft", async () => {
  const [home, temporary] = [join(folder, "home"), join(folder, "temporary")];
  for (const made of [home, temporary]) await mkdir(made);
  // It sends none in continuous integration, so this must look like a user's machine.
  const env = { HOME: home, XDG_CACHE_HOME: "", TMPDIR: temporary, CI: undefined, GITHUB_ACTIONS: undefined };
  const { code, errors } = await run(["train", "moons.nn.json", "--device", "cpu"], env);
  expect(code, errors).toBe(0);
  expect([await readdir(home), await readdir(temporary)]).toEqual([[], []]);
});

describe("on a software adapter", () => {
  it("trains and prints only Netloom's own output", async () => {
    const { code, out, errors } = await run(["train", "moons.nn.json", "--device", "software"]);
    expect(code, errors).toBe(0);
    expect(errors).toMatch(
      /^[^\n]* \(software\): 82 parameters, 40 steps of 16 samples\n(epoch \d\/4  \|  [^\n]+\n){4}$/,
    );
    expect(out).toMatch(/^Saved in [^\n]+\n$/);
  });

  it("prints events only with --json, and nothing on stderr", async () => {
    const { code, out, errors } = await run(["train", "moons.nn.json", "--device", "software", "--json"]);
    expect([code, errors]).toEqual([0, ""]);
    expect(events(out).filter(({ event }) => event === "step")).toHaveLength(40);
    expect(events(out).at(-1)).toMatchObject({ event: "end", status: "completed" });
  });

  it("prints the same to a file", async () => {
    const file = openSync(join(folder, "both.txt"), "a");
    const child = start(["train", "moons.nn.json", "--device", "software", "--json"], {
      cwd: folder,
      stdio: ["ignore", file, file],
    });
    closeSync(file);
    expect((await finish(child)).code).toBe(0);
    expect(events(await readFile(join(folder, "both.txt"), "utf8")).at(-1)?.event).toBe("end");
  });

  it("lists the devices", async () => {
    const { code, out, errors } = await run(["devices", "--json"]);
    expect([code, errors]).toEqual([0, ""]);
    expect(events(out)).toEqual([expect.objectContaining({ event: "devices" })]);
    expect(out).toContain('"kind":"software"');
  });

  it.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)("saves on a single %s", async (signal) => {
    await long();
    const child = start(["train", "long.nn.json", "--device", "software", "--json"], { cwd: folder });
    const received: { event: string; status?: string }[] = [];
    for await (const line of createInterface({ input: child.stdout! })) {
      received.push(JSON.parse(line) as (typeof received)[number]);
      if (received.at(-1)?.event === "step" && !child.killed) child.kill(signal);
    }
    expect(received.at(-1)).toMatchObject({ event: "end", status: "interrupted" });
    if (child.exitCode === null) await once(child, "exit");
    expect(child.exitCode).toBe(130);
  });

  it("saves when the process that the user started is killed", async () => {
    await long();
    const child = start(["train", "long.nn.json", "--device", "software", "--json"], { cwd: folder });
    let last = "";
    // The streams end only when the separate process ends, which also has them open.
    for await (const line of createInterface({ input: child.stdout! })) {
      last = line;
      if (line.includes('"step"')) child.kill("SIGKILL");
    }
    expect(JSON.parse(last)).toMatchObject({ event: "end", status: "interrupted" });
    const [name] = await readdir(join(folder, ".netloom", "runs"));
    const record = await readFile(join(folder, ".netloom", "runs", name!, "run.json"), "utf8");
    expect(JSON.parse(record)).toMatchObject({ status: "interrupted" });
  });
});

describe("with a broken Vulkan installation", () => {
  it("lists the devices, and says in one sentence why there is no GPU", async () => {
    const { code, out, errors } = await run(["devices"], nowhere);
    expect([code, errors]).toEqual([0, `${withoutDriver}\n`]);
    expect(out).toMatch(/^cpu {7}[^\n]+\n$/);
    const json = await run(["devices", "--json"], nowhere);
    expect([json.code, json.errors]).toEqual([0, ""]);
    expect(events(json.out)).toHaveLength(1);
  });

  it("trains on the CPU with --device auto", async () => {
    const { code, out, errors } = await run(["train", "moons.nn.json", "--json"], nowhere);
    expect([code, errors]).toEqual([0, ""]);
    expect(events(out).at(-1)).toMatchObject({ event: "end", status: "completed" });
  });

  it("refuses to train on the GPU, with the reason and advice", async () => {
    const { code, out, errors } = await run(["train", "moons.nn.json", "--device", "gpu"], nowhere);
    expect([code, out]).toEqual([3, ""]);
    expect(errors).toMatch(/^[^\n]+ \[no-gpu\]\nInstall or update the graphics driver[^\n]+\n$/);
    expect(errors).toContain(withoutDriver);
  });
});

it("reports in one event how the process ended if a driver crashes it", async () => {
  await long();
  const child = start(["train", "long.nn.json", "--device", "software", "--json"], { cwd: folder });
  let last = "";
  let isKilled = false;
  for await (const line of createInterface({ input: child.stdout! })) {
    last = line;
    if (!line.includes('"step"') || isKilled) continue;
    isKilled = true;
    const [name] = await readdir(join(folder, ".netloom", "runs"));
    const owner = await readFile(join(folder, ".netloom", "runs", name!, "owner.json"), "utf8");
    const { pid } = JSON.parse(owner) as { pid: number };
    expect(pid).not.toBe(child.pid);
    process.kill(pid, "SIGKILL");
  }
  expect(JSON.parse(last)).toMatchObject({
    event: "error",
    code: "engine-ended",
    message: expect.stringContaining("(SIGKILL)") as string,
  });
});
