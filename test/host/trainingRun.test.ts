import * as assert from "node:assert/strict";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { constants, getPriority } from "node:os";
import * as path from "node:path";
import * as vscode from "vscode";
import type { TestApi } from "../../extension/testHooks";
import { closeAll, extensionApi, file, openCanvas, stopAll, until, writeLongModel } from "./extensionApi";

describe("runs, with the real engine", function () {
  this.timeout(90_000);
  let api: TestApi;
  const uri = () => file("digits.nn.json");
  const runs = () => file(".netloom/runs").fsPath;
  const configuration = () => vscode.workspace.getConfiguration("netloom");
  const history = () => api.services.runs.shown?.history;
  const state = (wanted: string) =>
    until(
      `the state ${wanted} (it is ${api.services.runs.state})`,
      () => {
        const end = history()?.end;
        if (wanted !== "failed" && end?.error) throw new Error(`${end.error.code}: ${end.error.message}`);
        return api.services.runs.state === wanted;
      },
      60_000,
    );
  const steps = (count: number) => until(`${count} steps`, () => (history()?.step ?? 0) >= count, 60_000);
  const train = () => vscode.commands.executeCommand("netloom.train", uri());

  before(async () => {
    api = await extensionApi();
    // Removes the runs of other suites.
    rmSync(runs(), { recursive: true, force: true });
    await writeLongModel(uri(), 200);
    await configuration().update("device", "cpu", true);
    const canvas = await openCanvas(api, uri());
    await until("the first paint", () => canvas.painted);
    console.log(
      `      first paint of the canvas ${canvas.painted?.toFixed(0)} ms after its page started to load`,
    );
  });
  afterEach(async () => {
    await stopAll(api);
  });
  after(async () => {
    await api.services.engine.end();
    await configuration().update("device", undefined, true);
    await closeAll();
    await vscode.workspace.fs.delete(uri());
  });

  it("trains, shows the device, takes statistics, and stops with a checkpoint", async () => {
    await train();
    await steps(40);
    assert.equal(history()?.start?.device.kind, "cpu");
    const pid = await api.services.engine.pid();
    assert.ok(getPriority(pid) >= constants.priority.PRIORITY_BELOW_NORMAL, "the editor has priority");
    await until("gradient statistics", () => history()?.gradients.latest);
    await vscode.commands.executeCommand("netloom.stop");
    await state("stopped");
    const run = history()?.run ?? "";
    assert.ok(existsSync(path.join(run, "checkpoints", "last.safetensors")));
    assert.match(readFileSync(path.join(run, "metrics.ndjson"), "utf8"), /"event":"steps"/);
  });

  it("predicts with the checkpoint: what is drawn becomes the probabilities of ten digits", async () => {
    const from = api.predictPosts.length;
    await vscode.commands.executeCommand("netloom.predict", uri());
    const answer = await until(
      "an answer",
      () => api.predictPosts.slice(from).find(({ kind }) => kind === "answer" || kind === "failed"),
      60_000,
    );
    assert.ok(answer.kind === "answer", JSON.stringify(answer));
    const content = answer.answers[0]?.content;
    assert.ok(content?.show === "classes");
    assert.equal(content.count, 10);
    const total = content.classes.reduce((sum, { probability }) => sum + probability, 0);
    assert.ok(Math.abs(total - 1) < 1e-4, String(total));
  });

  it("pauses and resumes", async () => {
    await train();
    await steps(10);
    await vscode.commands.executeCommand("netloom.pause");
    await state("paused");
    const paused = history()?.step ?? 0;
    await vscode.commands.executeCommand("netloom.resume");
    await steps(paused + 10);
  });

  it("resumes the last run from where it stopped", async () => {
    const stopped = history()?.end?.step ?? 0;
    const run = history()?.run;
    assert.ok(stopped > 0);
    await vscode.commands.executeCommand("netloom.resumeLastRun", uri());
    await steps(stopped + 10);
    assert.equal(history()?.run, run);
    assert.equal(history()?.start?.resumedAt, stopped);
  });

  it("survives the engine's death and resumes", async () => {
    await train();
    await steps(30);
    const run = history()?.run;
    const pid = await api.services.engine.pid();
    assert.ok(pid !== undefined);
    const from = api.messages.length;
    process.kill(pid, "SIGKILL");
    await state("failed");
    const crash = await until("the message", () =>
      api.messages.slice(from).find(({ message }) => message.includes("SIGKILL")),
    );
    await crash.actions.find(({ title }) => title === "Resume")?.run();
    await state("running");
    assert.equal(history()?.run, run);
  });

  it("saves the run when the window closes", async () => {
    await train();
    await steps(20);
    const run = history()?.run ?? "";
    await api.services.engine.end();
    const record = JSON.parse(readFileSync(path.join(run, "run.json"), "utf8")) as { status: string };
    assert.equal(record.status, "interrupted");
    assert.equal(api.services.runs.state, "interrupted");
    assert.ok(existsSync(path.join(run, "checkpoints", "last.safetensors")));
  });

  it("lists the devices", async () => {
    const { devices } = await api.services.engine.request("devices", {});
    assert.ok(devices.some(({ kind }) => kind === "cpu"));
  });
});
