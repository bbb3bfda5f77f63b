import * as assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import * as path from "node:path";
import * as vscode from "vscode";
import type { TestApi } from "../../extension/testHooks";
import { closeAll, extensionApi, file, openCanvas, stopAll, until, writeLongModel } from "./extensionApi";

describe("a run trained from the command line", function () {
  this.timeout(90_000);
  let api: TestApi;
  let trainer: ChildProcess | undefined;
  const uri = () => file("elsewhere.nn.json");
  const runs = () => file(".netloom/runs").fsPath;
  const configuration = () => vscode.workspace.getConfiguration("netloom");
  const history = () => api.services.runs.shown?.history;
  const state = (wanted: string) =>
    until(`the state ${wanted}`, () => api.services.runs.state === wanted, 60_000);
  const steps = (count: number) => until(`${count} steps`, () => (history()?.step ?? 0) >= count, 60_000);
  const run = (command: string) => vscode.commands.executeCommand(`netloom.${command}`, uri());

  /** Runs `netloom train`, as in a terminal. */
  function trainInTerminal(...more: string[]): ChildProcess {
    const checkout = vscode.extensions.getExtension("netloom.netloom")?.extensionPath ?? "";
    const node = process.versions.electron === undefined ? process.execPath : "node";
    const options = ["--device", "cpu", "--runs", runs(), ...more];
    return spawn(node, [path.join(checkout, "bin", "netloom.mjs"), "train", uri().fsPath, ...options], {
      cwd: path.dirname(uri().fsPath),
      stdio: "ignore",
    });
  }
  const views = (from: number) =>
    api.canvasPosts
      .slice(from)
      .flatMap(({ document, message }) =>
        document === uri().toString() && message.kind === "run" && message.run ? [message.run] : [],
      );

  before(async () => {
    api = await extensionApi();
    rmSync(runs(), { recursive: true, force: true });
    await writeLongModel(uri(), 2000);
    await configuration().update("device", "cpu", true);
    await openCanvas(api, uri());
  });
  afterEach(async () => {
    if (trainer?.exitCode === null && trainer.signalCode === null) {
      trainer.kill("SIGKILL");
      await once(trainer, "exit");
    }
    await stopAll(api);
    await until("the end of watching", () => api.services.runs.all.every(({ hasEnded }) => hasEnded));
  });
  after(async () => {
    await api.services.engine.end();
    await configuration().update("device", undefined, true);
    await closeAll();
    await vscode.workspace.fs.delete(uri());
    rmSync(runs(), { recursive: true, force: true });
  });

  it("is shown live on the open canvas, and can be resumed after it was interrupted", async () => {
    const from = api.canvasPosts.length;
    api.training.receive({ kind: "ready" });
    const fromTraining = api.trainingPosts.length;
    trainer = trainInTerminal();
    await state("watching");
    await steps(20);
    const shown = history()?.step ?? 0;
    await steps(shown + 1);
    const view = await until("the canvas", () =>
      views(from).find(({ status, step }) => status === "running" && step > shown),
    );
    assert.deepEqual(view.elsewhere, { pid: trainer.pid });
    assert.equal(view.device?.kind, "cpu");
    assert.ok(view.recentLoss.length > 0);
    const events = api.trainingPosts
      .slice(fromTraining)
      .flatMap((message) => (message.kind === "runs" ? [] : message.events));
    assert.ok(events.some((event) => event.event === "status" && event.owner?.pid === trainer?.pid));
    assert.ok(events.some((event) => event.event === "steps"));

    for (const command of ["pause", "stop"]) await run(command);
    assert.equal(api.services.runs.state, "watching");
    const fromResume = api.messages.length;
    await run("resumeLastRun");
    assert.match(api.messages[fromResume]?.message ?? "", /already being trained in another window/);
    assert.equal(api.services.runs.state, "watching");
    assert.equal(await api.services.engine.pid(), undefined, "no engine was started");

    const fromEnd = api.messages.length;
    trainer.kill("SIGINT");
    await state("interrupted");
    const offer = await until("the offer", () =>
      api.messages.slice(fromEnd).find(({ message }) => message.includes("interrupted at step")),
    );
    const folder = history()?.run;
    const stopped = history()?.step ?? 0;
    await until("the canvas's last state", () => {
      const last = views(from).at(-1);
      return last?.status === "interrupted" && last.elsewhere === undefined;
    });
    await offer.actions.find(({ title }) => title === "Resume")?.run();
    await steps(stopped + 1);
    assert.equal(api.services.runs.state, "running");
    assert.equal(history()?.run, folder);
    assert.equal(history()?.start?.resumedAt, stopped);
  });

  it("is shown when its model is opened, until this window starts a run", async () => {
    await closeAll();
    trainer = trainInTerminal();
    await openCanvas(api, uri());
    await state("watching");
    await steps(5);
    const watched = history()?.run;
    await run("train");
    await state("running");
    await steps(5);
    assert.notEqual(history()?.run, watched);
    assert.equal(trainer.exitCode, null, "the other run continues");
  });

  it("is interrupted if its process is killed", async () => {
    const before = history()?.run;
    trainer = trainInTerminal();
    await until("the new run", () => api.services.runs.state === "watching" && history()?.run !== before);
    await steps(5);
    trainer.kill("SIGKILL");
    await state("interrupted");
  });
});
