import * as assert from "node:assert/strict";
import { existsSync, readFileSync, rmSync } from "node:fs";
import * as path from "node:path";
import * as vscode from "vscode";
import { runPaths } from "../../engine/runFolder/runPaths";
import type { Run } from "../../extension/runs/Run";
import type { TestApi } from "../../extension/testHooks";
import {
  closeAll,
  extensionApi,
  fakeEngine,
  file,
  openCanvas,
  stopAll,
  until,
  writeLongModel,
} from "./extensionApi";

const train = (uri: vscode.Uri) => vscode.commands.executeCommand("netloom.train", uri);
const status = (run: Run) =>
  (JSON.parse(readFileSync(runPaths(run.folder ?? "").record, "utf8")) as { status: string }).status;

/** Starts training a model and returns the run. */
async function begin(api: TestApi, uri: vscode.Uri): Promise<Run> {
  const before = api.services.runs.all.length;
  await train(uri);
  const run = api.services.runs.newestOf(uri);
  assert.ok(run && api.services.runs.all.length > before, "there is another run");
  await until("its first steps", () => run.state === "running" && run.view.step > 0, 60_000);
  return run;
}

describe("several runs at once, with a fake engine", () => {
  let api: TestApi;
  const a = () => file("trained.nn.json");
  const b = () => file("resumed.nn.json");
  const runs = () => api.services.runs;
  const command = (name: string, argument?: unknown) =>
    vscode.commands.executeCommand(`netloom.${name}`, argument);
  const canvasShows = (uri: vscode.Uri) =>
    api.canvasPosts.findLast(({ document, message }) => document === uri.toString() && message.kind === "run")
      ?.message;

  before(async () => {
    api = await extensionApi();
    api.engineScript = fakeEngine;
    api.training.receive({ kind: "ready" });
    api.gradients.receive({ kind: "ready" });
  });
  afterEach(async () => {
    await stopAll(api);
    await api.services.engine.end();
    delete process.env.NETLOOM_FAKE;
  });
  after(async () => {
    api.engineScript = undefined;
    await closeAll();
    rmSync(file(".netloom/runs").fsPath, { recursive: true, force: true });
  });

  it("trains two models to completion side by side, without asking", async () => {
    process.env.NETLOOM_FAKE = "short";
    const [first, second] = [await begin(api, a()), await begin(api, b())];
    assert.equal(runs().shown, second, "the run started last is shown");
    const from = api.messages.length;
    await until("both ends", () => first.hasEnded && second.hasEnded);
    assert.deepEqual([first.state, second.state], ["completed", "completed"]);
    assert.deepEqual([first.view.step, second.view.step], [100, 100]);
    assert.deepEqual([status(first), status(second)], ["completed", "completed"]);
    assert.ok(
      api.messages
        .slice(from)
        .some(({ message }) => message.startsWith("Training of trained completed: 100 steps")),
      "a message reports the completion of the run that is not shown",
    );
  });

  it("pauses, resumes and stops the given run while the other continues", async () => {
    const [first, second] = [await begin(api, a()), await begin(api, a())];
    assert.notEqual(first.folder, second.folder, "one model trains twice");
    await command("pause", { run: first.id });
    await until("the pause", () => first.state === "paused");
    const at = second.view.step;
    await until("more steps of the other", () => second.view.step > at);
    await command("stop");
    await until("the end of the selected one", () => second.state === "stopped");
    assert.equal(first.state, "paused");
    await command("resume", { run: first.id });
    const paused = first.view.step;
    await until("more steps of the first", () => first.view.step > paused);
    assert.deepEqual([first.state, second.state], ["running", "stopped"]);
    assert.equal(status(second), "stopped");
  });

  it("applies the commands of a canvas to the newest run of its model", async () => {
    await openCanvas(api, a());
    await openCanvas(api, b());
    const [first, second] = [await begin(api, a()), await begin(api, b())];
    const [canvas] = api.services.canvases.of(a());
    await runs().select(second);
    await canvas?.receive({ kind: "command", command: "pause", run: first.id });
    await until("the pause", () => first.state === "paused");
    assert.equal(second.state, "running");
    // Without the run's id, as from the editor's menu, too.
    await command("resume", a());
    await until("the first run to continue", () => first.state === "running");
    await command("stop", a());
    await until("the end", () => first.state === "stopped");
    assert.equal(second.state, "running");
    await until("the canvas of the other", () => {
      const message = canvasShows(b());
      return message?.kind === "run" && message.run?.id === second.id && message.run.status === "running";
    });
  });

  it("shows only the selected run in the side views", async () => {
    const [first, second] = [await begin(api, a()), await begin(api, b())];
    const fromTraining = api.trainingPosts.length;
    const fromGradients = api.gradientsPosts.length;
    api.training.receive({ kind: "select", run: first.id });
    await until("the selection", () => runs().shown === first);
    const at = first.view.step;
    await until("further steps of both", () => first.view.step > at + 40 && second.view.step > at);
    const posts = api.trainingPosts.slice(fromTraining);
    const sent = posts.findIndex((message) => message.kind === "run");
    assert.ok(sent >= 0, "the view is sent all of the other run");
    for (const message of posts.slice(sent)) {
      if (message.kind === "runs") continue;
      assert.equal(message.run, first.id);
      for (const event of message.events) if (event.run !== "") assert.equal(event.run, first.folder);
    }
    const list = posts.findLast((message) => message.kind === "runs");
    assert.deepEqual(
      list?.runs.slice(0, 2).map(({ id, name }) => [id, name]),
      [
        [second.id, "resumed"],
        [first.id, "trained"],
      ],
    );
    const statistics = api.gradientsPosts.slice(fromGradients);
    const selected = statistics.findIndex((message) => message.kind === "run" && message.run === first.id);
    assert.ok(selected >= 0);
    for (const message of statistics.slice(selected)) assert.equal(message.run, first.id);
  });

  it("requests gradient statistics for the selected run only", async () => {
    const [first, second] = [await begin(api, a()), await begin(api, b())];
    const measured = (run: Run) => run.history?.gradients.latest?.step ?? 0;
    await runs().select(first);
    await until("statistics of the selected run", () => measured(first) > 0);
    const [other, at] = [measured(second), measured(first)];
    await until("many more steps", () => first.view.step > at + 200);
    assert.ok(measured(second) <= other + 20, "at most statistics already requested");
    assert.ok(measured(first) > at + 100);
  });

  it("reports once that the engine crashed with two runs, and resumes both", async () => {
    process.env.NETLOOM_FAKE = "crash";
    const from = api.messages.length;
    await Promise.all([a(), b()].map((uri) => train(uri)));
    const lost = await until("two failures", () => {
      const failed = runs().all.filter(({ view }) => view.message?.includes("the device was lost"));
      return failed.length === 2 && failed;
    });
    const crashes = api.messages.slice(from).filter(({ message }) => message.includes("the device was lost"));
    assert.equal(crashes.length, 1);
    assert.match(crashes[0]?.message ?? "", /It was training (trained, resumed|resumed, trained)\./);
    delete process.env.NETLOOM_FAKE;
    await crashes[0]?.actions.find(({ title }) => title === "Resume All")?.run();
    await until("both to continue", () => lost.every(({ state }) => state === "running"));
  });

  it("saves both when the window closes", async () => {
    const [first, second] = [await begin(api, a()), await begin(api, b())];
    await api.services.engine.end();
    assert.deepEqual([first.state, second.state], ["interrupted", "interrupted"]);
    assert.deepEqual([status(first), status(second)], ["interrupted", "interrupted"]);
  });

  it("starts only one run when training is requested twice, as by a double click", async () => {
    process.env.NETLOOM_FAKE = "hang";
    const before = runs().all.filter(({ hasEnded }) => !hasEnded).length;
    const requests = [train(a()), train(a())];
    await until("a preparing run", () => runs().newestOf(a())?.state === "preparing");
    await requests[1];
    assert.equal(runs().all.filter(({ hasEnded }) => !hasEnded).length, before + 1);
    await command("stop", a());
    await Promise.all(requests);
  });
});

describe("several runs at once, with the real engine", function () {
  this.timeout(120_000);
  let api: TestApi;
  const models = () => [file("short.nn.json"), file("long.nn.json")] as const;
  const configuration = () => vscode.workspace.getConfiguration("netloom");

  before(async () => {
    api = await extensionApi();
    const [short, long] = models();
    await writeLongModel(short, 40);
    await writeLongModel(long, 2000);
    await configuration().update("device", "cpu", true);
  });
  after(async () => {
    await stopAll(api);
    await api.services.engine.end();
    await configuration().update("device", undefined, true);
    await closeAll();
    for (const model of models()) await vscode.workspace.fs.delete(model);
    rmSync(file(".netloom/runs").fsPath, { recursive: true, force: true });
  });

  it("completes one and stops another while a third continues", async () => {
    const [short, long] = models();
    const [stopped, active] = [await begin(api, long), await begin(api, long)];
    const completed = await begin(api, short);
    await api.services.runs.stop(stopped);
    await until("the stop", () => stopped.state === "stopped", 60_000);
    assert.ok(active.isActive);
    await until("the end of the short one", () => completed.hasEnded, 90_000);
    assert.equal(completed.state, "completed");
    assert.equal(completed.view.step, completed.view.steps);
    const at = active.view.step;
    await until("more steps", () => active.view.step > at, 60_000);
    for (const run of [stopped, completed])
      assert.ok(existsSync(path.join(runPaths(run.folder ?? "").checkpoints, "last.safetensors")));
    assert.equal(status(active), "running");
  });
});
