import * as assert from "node:assert/strict";
import { rmSync } from "node:fs";
import * as path from "node:path";
import * as vscode from "vscode";
import type { TestApi } from "../../extension/testHooks";
import { closeAll, extensionApi, fakeEngine, file, openCanvas, stopAll, until } from "./extensionApi";

describe("using a trained model, with a fake engine", function () {
  this.timeout(90_000);
  let api: TestApi;
  const uri = () => file("trained.nn.json");
  const runs = () => file(".netloom/runs").fsPath;
  const predict = (argument?: unknown) => vscode.commands.executeCommand("netloom.predict", argument);
  const posts = (from: number) => api.predictPosts.slice(from);

  before(async () => {
    api = await extensionApi();
    rmSync(runs(), { recursive: true, force: true });
    api.engineScript = fakeEngine;
    process.env.NETLOOM_FAKE = "short";
  });
  after(async () => {
    await stopAll(api);
    await api.services.engine.end();
    delete process.env.NETLOOM_FAKE;
    api.engineScript = undefined;
    api.distrusts = false;
    await closeAll();
    rmSync(runs(), { recursive: true, force: true });
  });

  it("needs a run and a trusted workspace", async () => {
    const from = api.messages.length;
    // A model without runs.
    await predict(file("files.nn.json"));
    await until("the message", () =>
      api.messages.slice(from).find(({ message }) => message.includes("no run yet")),
    );
    api.distrusts = true;
    await predict(uri());
    await until("the warning", () => api.messages.slice(from).find(({ severity }) => severity === "warning"));
    api.distrusts = false;
    assert.deepEqual(api.predictPosts, []);
  });

  it("opens a panel for the last run, whose page asks at once", async () => {
    await openCanvas(api, uri());
    await vscode.commands.executeCommand("netloom.train", uri());
    await until("the end", () => api.services.runs.newestOf(uri())?.state === "completed");
    const folder = api.services.runs.newestOf(uri())?.folder ?? "";
    const from = api.predictPosts.length;
    await predict(uri());
    const answer = await until("an answer", () => posts(from).find(({ kind }) => kind === "answer"), 60_000);
    assert.deepEqual(posts(from)[0], { kind: "opening", name: "trained" });
    assert.ok(answer.kind === "answer");
    // The fake engine answers with the name of the run that was asked.
    assert.deepEqual(answer.answers, [
      { output: "out.output", content: { show: "sequence", names: [path.basename(folder)], count: 1 } },
    ]);
  });

  it("passes on errors with their hints, and the parts of a text until it is cancelled", async () => {
    const { prediction } = api.services;
    const from = api.predictPosts.length;
    await prediction.receive({ kind: "predict", number: 1001, inputs: {}, seed: 13, count: 1 });
    assert.deepEqual(posts(from), [
      { kind: "failed", number: 1001, message: "Something is missing. Give it." },
    ]);
    const question = { kind: "generate", inputs: {}, prompt: "x", temperature: 1, seed: 0 } as const;
    await prediction.receive({ ...question, number: 1002, length: 2 });
    assert.deepEqual(posts(from + 1), [
      { kind: "part", number: 1002, text: "a" },
      { kind: "part", number: 1002, text: "b" },
      { kind: "done", number: 1002 },
    ]);
    const endless = prediction.receive({ ...question, number: 1003, length: 1000 });
    await until("a part", () => posts(from + 4).length === 2);
    await prediction.receive({ kind: "cancel" });
    await endless;
    assert.deepEqual(
      posts(from + 4).map(({ kind }) => kind),
      ["part", "part"],
    );
  });

  it("shows another run in the same panel", async () => {
    const from = api.predictPosts.length;
    const tabs = () =>
      vscode.window.tabGroups.all
        .flatMap(({ tabs }) => tabs)
        .filter(({ label }) => label.includes("trained"));
    const before = tabs().length;
    await predict({ run: api.services.runs.newestOf(uri())?.id });
    await until("an answer", () => posts(from).some(({ kind }) => kind === "answer"));
    assert.equal(posts(from)[0]?.kind, "opening");
    assert.equal(tabs().length, before);
  });
});
