import * as assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import * as vscode from "vscode";
import { oneOfKinds } from "../../engine/document/guard";
import type { TestApi } from "../../extension/testHooks";
import { SideView } from "../../extension/views/SideView";
import { closeAll, extensionApi, fakeEngine, file, openCanvas, stopAll, until } from "./extensionApi";

const train = (uri: vscode.Uri) => vscode.commands.executeCommand("netloom.train", uri);

class FakeView extends SideView<{ readonly kind: "ready" }, string> {
  protected onMessage(): void {
    throw new Error("there are no other messages");
  }

  protected postAll(): void {
    this.post("everything");
  }
}

describe("runs, with a fake engine", () => {
  let api: TestApi;
  const uri = () => file("trained.nn.json");
  const runs = () => file(".netloom/runs").fsPath;
  const state = (wanted: string) => until(`the state ${wanted}`, () => api.services.runs.state === wanted);
  const messageLike = (from: number, pattern: RegExp) =>
    until(`a message like ${String(pattern)}`, () =>
      api.messages.slice(from).find(({ message }) => pattern.test(message)),
    );

  before(async () => {
    api = await extensionApi();
    api.engineScript = fakeEngine;
    await openCanvas(api, uri());
  });
  afterEach(async () => {
    await stopAll(api);
    await api.services.engine.end();
    delete process.env.NETLOOM_FAKE;
    api.distrusts = false;
    await vscode.workspace.getConfiguration("netloom").update("engine.nodePath", undefined, true);
  });
  after(async () => {
    api.engineScript = undefined;
    await closeAll();
    rmSync(runs(), { recursive: true, force: true });
  });

  it("trains, pauses, resumes and stops, and updates views and canvas", async () => {
    const from = api.canvasPosts.length;
    const shownOn = (status: string) =>
      until(`${status} on the canvas`, () =>
        api.canvasPosts
          .slice(from)
          .some(({ message }) => message.kind === "run" && message.run?.status === status),
      );
    await train(uri());
    await state("running");
    await shownOn("running");
    await until("30 steps", () => (api.services.runs.shown?.history?.step ?? 0) >= 30);
    await vscode.commands.executeCommand("netloom.pause");
    await state("paused");
    await shownOn("paused");
    const paused = api.services.runs.shown?.history?.step ?? 0;
    await vscode.commands.executeCommand("netloom.resume");
    await state("running");
    await until("more steps", () => (api.services.runs.shown?.history?.step ?? 0) > paused);
    await vscode.commands.executeCommand("netloom.stop");
    await state("stopped");
    const views = await until("the canvas's last state", () => {
      const seen = api.canvasPosts
        .slice(from)
        .flatMap(({ message }) => (message.kind === "run" && message.run ? [message.run] : []));
      return seen.at(-1)?.status === "stopped" && seen;
    });
    for (const status of ["running", "paused", "stopped"])
      assert.ok(
        views.some((view) => view.status === status),
        status,
      );
    const last = views.at(-1);
    assert.equal(last?.device?.name, "Fake CPU");
    assert.equal(last.steps, 1000);
    assert.ok(last.recentLoss.length > 0 && last.recentLoss.length <= 60);
  });

  it("sends the whole run in small messages to a Training view that becomes visible again", () => {
    const { shown } = api.services.runs;
    const from = api.trainingPosts.length;
    api.training.receive({ kind: "ready" });
    const sent = api.trainingPosts.slice(from);
    assert.equal(sent[0]?.kind, "run");
    const steps = sent
      .flatMap((message) => (message.kind === "runs" ? [] : message.events))
      .filter((event) => event.event === "steps");
    assert.equal(
      steps.reduce((sum, { loss }) => sum + loss.length, 0),
      shown?.history?.step,
    );
    assert.ok(sent.every((message) => JSON.stringify(message).length < 100_000));
  });

  it("updates a view that was hidden for a moment and kept its page", () => {
    const visibility = new vscode.EventEmitter<void>();
    const disposal = new vscode.EventEmitter<void>();
    const received = new vscode.EventEmitter<unknown>();
    const posted: unknown[] = [];
    const view = {
      visible: true,
      onDidChangeVisibility: visibility.event,
      onDidDispose: disposal.event,
      webview: {
        cspSource: "",
        asWebviewUri: (uri: vscode.Uri) => uri,
        onDidReceiveMessage: received.event,
        postMessage: (message: unknown) => Promise.resolve(posted.push(message) > 0),
      },
    };
    const show = (visible: boolean) => {
      view.visible = visible;
      visibility.fire();
    };
    const provider = new FakeView({
      id: "netloom.fake",
      page: "training",
      title: "",
      extension: file("."),
      accepts: oneOfKinds({ ready: {} }),
    });
    provider.resolveWebviewView(view as unknown as vscode.WebviewView);
    provider.sendAll();
    for (const message of [undefined, {}, { kind: "quit" }, { kind: "ready", file: "/etc/passwd" }])
      received.fire(message);
    assert.equal(posted.length, 0, "the page has not loaded, or sent invalid messages");
    received.fire({ kind: "ready" });
    assert.equal(posted.length, 1);
    show(false);
    provider.sendAll();
    assert.equal(posted.length, 1, "nothing is sent to a hidden page");
    show(true);
    assert.equal(posted.length, 2);
    disposal.fire();
    provider.dispose();
  });

  it("passes on gradients, and the selection in both directions", async () => {
    const from = api.gradientsPosts.length;
    api.gradients.receive({ kind: "ready" });
    const [first] = api.gradientsPosts.slice(from);
    assert.equal(first?.kind, "run");
    if (first?.kind === "run") assert.ok(first.history.length > 0);
    api.gradients.receive({ kind: "select", run: api.services.runs.shown?.id ?? "", node: "hidden" });
    await until("the selection on the canvas", () =>
      api.canvasPosts.some(({ message }) => message.kind === "select" && message.nodes.includes("hidden")),
    );
    const [canvas] = api.services.canvases.of(uri());
    await canvas?.receive({ kind: "selected", nodes: ["logits"] });
    await until("the selection in the view", () =>
      api.gradientsPosts.some((message) => message.kind === "select" && message.nodes.includes("logits")),
    );
  });

  it("reports an engine crash with the engine's last output, and resumes from the checkpoint", async () => {
    process.env.NETLOOM_FAKE = "crash";
    const from = api.messages.length;
    await train(uri());
    await state("failed");
    const { message, actions } = await messageLike(from, /ended unexpectedly/);
    assert.match(message, /the device was lost/);
    const run = api.services.runs.shown?.history?.run ?? "";
    delete process.env.NETLOOM_FAKE;
    const record = path.join(run, "run.json");
    writeFileSync(record, JSON.stringify({ ...JSON.parse(readFileSync(record, "utf8")), step: 40 }));
    const resume = actions.find(({ title }) => title === "Resume");
    assert.ok(resume);
    await resume.run();
    await until("steps after the crash", () => (api.services.runs.shown?.history?.step ?? 0) > 60);
    assert.equal(api.services.runs.shown?.history?.run, run);
    assert.equal(api.services.runs.shown.history?.start?.resumedAt, 40);
  });

  it("shows the engine's error with its hint", async () => {
    process.env.NETLOOM_FAKE = "refuse";
    const from = api.messages.length;
    await train(uri());
    const { message } = await messageLike(from, /Too large/);
    assert.match(message, /Use less/);
    assert.equal(api.services.runs.state, "failed");
  });

  it("reports only once that a run cannot be resumed", async () => {
    process.env.NETLOOM_FAKE = "refuse";
    const from = api.messages.length;
    await vscode.commands.executeCommand("netloom.resumeLastRun", uri());
    const errors = api.messages.slice(from).filter(({ message }) => message.includes("Too large"));
    assert.equal(errors.length, 1);
  });

  it("cancels a run that is still preparing", async () => {
    process.env.NETLOOM_FAKE = "hang";
    const training = train(uri());
    await state("preparing");
    await vscode.commands.executeCommand("netloom.stop");
    await training;
    assert.equal(api.services.runs.state, "stopped");
  });

  it("rejects an engine with another protocol version", async () => {
    process.env.NETLOOM_FAKE = "old";
    const from = api.messages.length;
    await train(uri());
    await messageLike(from, /protocol version/);
    assert.equal(api.services.runs.state, "failed");
  });

  it("says where it looked if Node.js is not found", async () => {
    const configuration = vscode.workspace.getConfiguration("netloom");
    await configuration.update("engine.nodePath", "/nowhere/node", true);
    const from = api.messages.length;
    await train(uri());
    const { message, actions } = await messageLike(from, /nodePath/);
    assert.match(message, /\/nowhere\/node/);
    assert.ok(actions.length >= 2);
  });

  it("does not train in a workspace that is not trusted", async () => {
    api.distrusts = true;
    const from = api.messages.length;
    await train(uri());
    const { actions } = await messageLike(from, /[Tt]rust/);
    assert.equal(actions.length, 1);
    assert.equal(await api.services.engine.pid(), undefined);
  });

  it("ends the engine process and marks the run as interrupted", async () => {
    await train(uri());
    await state("running");
    const pid = await api.services.engine.pid();
    const run = api.services.runs.shown?.history?.run ?? "";
    assert.ok(pid !== undefined);
    await api.services.engine.end();
    assert.throws(() => process.kill(pid, 0), "the process has ended");
    const record = JSON.parse(readFileSync(path.join(run, "run.json"), "utf8")) as { status: string };
    assert.equal(record.status, "interrupted");
    await state("interrupted");
  });

  it("shows an interrupted run when its model is opened after a reload, and offers to resume it", async () => {
    const model = file("resumed.nn.json");
    const [latest = ""] = readdirSync(runs()).sort().reverse();
    const folder = path.join(runs(), "20990101-000000-resumed");
    mkdirSync(folder);
    const record = JSON.parse(readFileSync(path.join(runs(), latest, "run.json"), "utf8")) as object;
    writeFileSync(
      path.join(folder, "run.json"),
      JSON.stringify({ ...record, file: model.fsPath, status: "interrupted", step: 25, steps: 1000 }),
    );
    writeFileSync(
      path.join(folder, "metrics.ndjson"),
      readFileSync(path.join(runs(), latest, "metrics.ndjson"), "utf8") + '{"event":"steps","fir',
    );
    const from = api.messages.length;
    await openCanvas(api, model);
    const { actions } = await messageLike(from, /interrupted at step 25 of 1,000/);
    await actions.find(({ title }) => title === "Resume")?.run();
    await until("resumed steps", () => (api.services.runs.shown?.history?.step ?? 0) > 30);
    assert.equal(api.services.runs.shown?.history?.run, folder);
    assert.equal(api.services.runs.shown.history?.start?.resumedAt, 25);
  });

  it("watches a run that another process resumed first", async () => {
    const run = api.services.runs.shown?.history?.run ?? "";
    process.env.NETLOOM_FAKE = "owned";
    const from = api.messages.length;
    await vscode.commands.executeCommand("netloom.resumeLastRun", file("resumed.nn.json"));
    await messageLike(
      from,
      /resumed is already being trained in another window or a terminal \(process \d+\)/,
    );
    assert.equal(api.services.runs.state, "watching");
    assert.equal(api.services.runs.shown?.history?.run, run);
    assert.ok(!api.messages.slice(from).some(({ severity }) => severity === "error"));
    rmSync(path.join(run, "owner.json"));
    await state("stopped");
  });

  it("asks the engine about data files once until they change", async () => {
    const model = file("files.nn.json");
    const log = file("inspections.log").fsPath;
    rmSync(log, { force: true });
    const inspections = () => {
      try {
        return readFileSync(log, "utf8").split("\n").length - 1;
      } catch {
        return 0;
      }
    };
    const from = api.canvasPosts.length;
    const facts = () =>
      api.canvasPosts
        .slice(from)
        .flatMap(({ message }) => (message.kind === "document" ? Object.keys(message.facts) : []));
    const canvas = await openCanvas(api, model);
    await until("facts on the canvas", () => facts().includes("rows"));
    assert.equal(inspections(), 1);
    await canvas.receive({ kind: "edit", number: 1, edit: { kind: "move", layout: { rows: [1, 1] } } });
    await api.services.problems.check(canvas.document);
    assert.equal(inspections(), 1);
    writeFileSync(file("rows.csv").fsPath, "a,b,c\n1,2,3\n");
    await until("another inspection of the changed file", () => inspections() === 2);
  });
});
