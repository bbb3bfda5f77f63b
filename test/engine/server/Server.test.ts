import { mkdtemp, readdir, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { protocolVersion, type FromEngine, type Requests } from "../../../engine/server/protocol";
import { huge, moons } from "../training/models";
import { runsRoot } from "../../runsRoot";
import { connect } from "./connect";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(runsRoot(), "netloom-server-"));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe("Server", () => {
  it("accepts its own protocol version and refuses another", async () => {
    const { request } = connect();
    expect(await request("hello", { version: protocolVersion })).toMatchObject({
      kind: "result",
      result: { version: protocolVersion, node: process.version },
    });
    expect(await request("hello", { version: 999 })).toMatchObject({
      kind: "error",
      error: { code: "wrong-protocol" },
    });
  });

  it("trains, sends events, and sends a last one at the end", async () => {
    const { request, until } = connect();
    const answer = await request("train", options(moons()));
    expect(answer.kind).toBe("result");
    const end = await until((event) => event.event === "end");
    expect(end).toMatchObject({ event: "end", status: "completed", step: 40 });
  });

  it("answers a model with problems with an error that locates them", async () => {
    const { request } = connect();
    const answer = await request("train", options(moons().replace("hidden -> relu", "hidden -> nowhere")));
    expect(answer).toMatchObject({ kind: "error", error: { code: "model-has-problems" } });
    if (answer.kind !== "error") return;
    expect(answer.error.problems!.map(({ range }) => range.length)).not.toContain(0);
  });

  it("pauses, resumes, and saves its runs when it is closed", async () => {
    const { server, request, until } = connect();
    const answer = await request("train", options(moons({ epochs: 100_000 })));
    const { run } = (answer as { result: { run: string } }).result;
    await until((event) => event.event === "steps");
    expect(await request("pause", { run })).toMatchObject({ kind: "result" });
    await until((event) => event.event === "status" && event.status === "paused");
    expect(await request("resume", { run })).toMatchObject({ kind: "result" });
    await until((event) => event.event === "status" && event.status === "running");
    const ended = until((event) => event.event === "end");
    await server.close();
    expect(await ended).toMatchObject({ status: "interrupted" });
    expect(await request("pause", { run })).toMatchObject({ kind: "error", error: { code: "no-such-run" } });
  });

  it("trains several runs at once and controls each on its own", async () => {
    const { server, request, reported, reportOf } = connect();
    const endless = options(moons({ epochs: 100_000 }));
    const answers = await Promise.all([request("train", endless), request("train", endless)]);
    const [first = "", second = ""] = answers.map((answer) => runOf(answer));
    expect(first).not.toBe(second);
    for (const run of [first, second]) await reportOf(run, (event) => event.event === "steps");
    await request("pause", { run: first });
    await reportOf(first, (event) => event.event === "status" && event.status === "paused");
    await reportOf(second, (event) => event.event === "steps");
    await request("stop", { run: second });
    expect(await reportOf(second, (event) => event.event === "end")).toMatchObject({ status: "stopped" });
    await request("resume", { run: first });
    await reportOf(first, (event) => event.event === "steps");
    await server.close();
    expect(reported.findLast(({ event }) => event.run === first)?.event).toMatchObject({
      event: "end",
      status: "interrupted",
    });
    // Each event carries the id of the request that started its run.
    const ids = new Map([first, second].map((run) => [run, new Set<number>()]));
    for (const { id, event } of reported) ids.get(event.run)?.add(id);
    expect([...ids.values()].map(({ size }) => size)).toEqual([1, 1]);
    expect(new Set([...ids.values()].flatMap((each) => [...each])).size).toBe(2);
  });

  it("prepares one run after the other, so that none counts on memory that another will take", async () => {
    const { server, request, reported } = connect();
    const endless = options(moons({ epochs: 100_000 }));
    await Promise.all([request("train", endless), request("train", endless)]);
    const phases = reported.flatMap(({ id, event }) => (event.event === "preparing" ? [id] : []));
    expect(phases).toEqual([1, 1, 1, 1, 2, 2, 2, 2]);
    await server.close();
  });

  it("refuses a second run that does not fit in memory, while the first continues", async () => {
    const { server, request, reportOf } = connect();
    const run = runOf(await request("train", options(moons({ epochs: 100_000 }))));
    const refused = await request("train", options(huge()));
    expect(refused).toMatchObject({ kind: "error", error: { code: "model-too-large" } });
    await reportOf(run, (event) => event.event === "steps");
    await server.close();
  });

  it("prepares a run after one that was cancelled before its turn", async () => {
    const { server, request, cancel } = connect();
    const endless = options(moons({ epochs: 100_000 }));
    const first = request("train", endless);
    void request("train", endless);
    cancel();
    const third = request("train", endless);
    expect(runOf(await first)).not.toBe(runOf(await third));
    expect(await readdir(join(folder, "runs"))).toHaveLength(2);
    await server.close();
  });

  it("does not resume a run that is active", async () => {
    const { server, request, until } = connect();
    const answer = await request("train", options(moons({ epochs: 100_000 })));
    const { run } = (answer as { result: { run: string } }).result;
    expect(await request("train", { ...options(moons({ epochs: 100_000 })), resume: run })).toMatchObject({
      kind: "error",
      error: { code: "run-is-active" },
    });
    const ended = until((event) => event.event === "end");
    await server.close();
    expect(await ended).toMatchObject({ run, status: "interrupted" });
  });

  it("leaves nothing of a run that is cancelled while it is being prepared", async () => {
    const { cancel, request, until, events } = connect();
    void request("train", options(moons()));
    cancel();
    const answer = await request("train", options(moons()));
    await until((event) => event.event === "end");
    const { run } = (answer as { result: { run: string } }).result;
    const reported = events.filter(({ event }) => event !== "preparing");
    expect(new Set(reported.map((event) => event.run))).toEqual(new Set([run]));
    expect(await readdir(join(folder, "runs"))).toEqual([basename(run)]);
  });

  it("reports each phase before the first step as it begins", async () => {
    const { request, until, events } = connect();
    await request("train", options(moons()));
    await until((event) => event.event === "end");
    const phases = events.flatMap((event) => (event.event === "preparing" ? [event.phase] : []));
    expect(phases).toEqual(["data", "compile", "device", "weights"]);
    expect(events.findIndex(({ event }) => event === "start")).toBe(phases.length);
  });

  it("reports the facts of the data, and which parameter a problem is at", async () => {
    const { request } = connect();
    const text = moons(
      {},
      { data: { type: "Dataset", source: "csv", file: "no.csv", inputs: ["a"], target: "b" } },
    );
    const answer = await request("inspectData", { text, file: join(folder, "m.nn.json"), workspace: folder });
    expect(answer).toMatchObject({
      kind: "result",
      result: { facts: {}, problems: [{ code: "data-file-missing", node: "data", param: "file" }] },
    });
  });
});

function options(text: string): Requests["train"]["params"] {
  const file = join(folder, "moons.nn.json");
  return { text, file, workspace: folder, runs: join(folder, "runs"), device: "cpu", probeEvery: 0 };
}

function runOf(answer: FromEngine): string {
  if (answer.kind !== "result") throw new Error(JSON.stringify(answer));
  return (answer.result as { run: string }).run;
}
