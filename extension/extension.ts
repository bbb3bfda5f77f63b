import { config } from "@vscode/l10n";
import * as vscode from "vscode";
import { discoverRuns } from "./commands/discoverRuns";
import { registerCommands } from "./commands/register";
import { offerLastRun, offerRun } from "./commands/resumeRun";
import { revealText } from "./commands/trainModel";
import { CanvasEditor } from "./documents/CanvasEditor";
import { Completions } from "./documents/Completions";
import { DataInspector } from "./documents/DataInspector";
import { Definitions } from "./documents/Definitions";
import { Problems } from "./documents/Problems";
import { QuickFixes } from "./documents/QuickFixes";
import { Renames } from "./documents/Renames";
import { createEngine } from "./engine/createEngine";
import type { Engine } from "./engine/Engine";
import { Log } from "./Log";
import { announceCrash, announceEnd, announceWeights } from "./runs/announce";
import { Runs } from "./runs/Runs";
import type { Services } from "./Services";
import { changeSetting, onSettingChange } from "./settings";
import { createTestHooks, type TestApi } from "./testHooks";
import { Throttle } from "./Throttle";
import { logDroppedMessages } from "./views/checked";
import { followCanvas, followRunState } from "./views/contextKeys";
import { GradientsView } from "./views/GradientsView";
import { ModelOutline } from "./views/ModelOutline";
import { PredictPanel } from "./views/PredictPanel";
import { StatusBar } from "./views/StatusBar";
import { SummaryPanels } from "./views/SummaryPanels";
import { TrainingView } from "./views/TrainingView";

/** Milliseconds between two messages to a canvas about its run: 10 per second. */
const canvasInterval = 100;

let running: Engine | undefined;

/** Registers everything; the graph language and the engine are loaded when they are first needed. */
export function activate(context: vscode.ExtensionContext): TestApi | undefined {
  const start = performance.now();
  if (vscode.l10n.bundle) config({ contents: vscode.l10n.bundle });
  const hooks = context.extensionMode === vscode.ExtensionMode.Test ? createTestHooks() : undefined;
  const { extensionUri } = context;
  const log = new Log();
  logDroppedMessages((line) => log.line(line));

  const { engine, subscription } = createEngine(
    extensionUri,
    {
      onExit: (error) => runs.onEngineExit(error),
      log: (text) => log.write(text),
      onNodeChange: () => inspector.forget(),
    },
    () => hooks?.engineScript,
  );
  running = engine;
  const inspector = new DataInspector((params) => engine.request("inspectData", params));
  const isTrusted = () => vscode.workspace.isTrusted && hooks?.distrusts !== true;
  const problems = new Problems(inspector, isTrusted);
  const runs = new Runs(engine);

  const canvases: CanvasEditor = new CanvasEditor(extensionUri, {
    inspector,
    runOf: (document) => runs.viewOf(document),
    onCommand: (command, document, run) =>
      void vscode.commands.executeCommand(
        commands[command],
        ofRun.has(command) && run ? { run } : document.uri,
      ),
    onReveal: (document, range) => void revealText(document.uri, range),
    onSelected: ({ document, selected }) => {
      gradients.showSelected(document.uri, selected);
      outline.showSelected(document.uri, selected);
      summaries.of(document.uri)?.showSelected();
    },
    onPost: ({ document }, message) =>
      hooks?.canvasPosts.push({ document: document.uri.toString(), message }),
  });
  const training = new TrainingView(
    extensionUri,
    runs,
    (command, run) => void vscode.commands.executeCommand(commands[command], run && { run: run.id }),
    (message) => hooks?.trainingPosts.push(message),
  );
  const selected = (document: vscode.Uri) => canvases.of(document).flatMap((canvas) => canvas.selected);
  const gradients: GradientsView = new GradientsView(extensionUri, runs, {
    selected,
    onSelect: (document, node) => void canvases.select(document, [node]),
    onEvery: (steps) => void changeSetting("gradients.every", steps),
    onPost: (message) => hooks?.gradientsPosts.push(message),
  });
  const outline: ModelOutline = new ModelOutline(problems, canvases);
  const prediction = new PredictPanel(extensionUri, engine, (message) => hooks?.predictPosts.push(message));
  const summaries: SummaryPanels = new SummaryPanels(extensionUri, {
    inspector,
    selected,
    onSelect: (document, nodes) => void canvases.select(document, nodes),
    onPost: (message) => hooks?.summaryPosts.push(message),
  });
  const services: Services = {
    canvases,
    problems,
    engine,
    runs,
    prediction,
    summaries,
    log,
    isTrusted,
    trainingIsVisible: () => training.visible,
    memory: context.globalState,
  };

  const showRun = new Throttle(canvasInterval, () =>
    Promise.all(canvases.all.map(async (canvas) => canvas.sendRun())),
  );
  context.subscriptions.push(
    log,
    subscription,
    inspector,
    problems,
    QuickFixes.register(problems),
    Completions.register(),
    Definitions.register(),
    Renames.register(),
    runs,
    training,
    gradients,
    outline,
    prediction,
    summaries,
    showRun,
    canvases.register(),
    canvases.onDidOpen(({ document }) => void offerLastRun(services, document.uri, context.workspaceState)),
    runs.onDidEndElsewhere((run) => void offerRun(services, run, context.workspaceState)),
    discoverRuns(services),
    ...registerCommands(services),
    followRunState(runs),
    followCanvas(canvases),
    new StatusBar(runs),
    runs.onEvent(() => showRun.request()),
    runs.onDidChange(() => showRun.request()),
    runs.onDidCrash((crash) => announceCrash(services, crash)),
    runs.onEvent(({ run, event }) => {
      if (event.event === "end") announceEnd(services, run, event);
      else if (event.event === "start" && run.isActive) announceWeights(services, event);
    }),
    onSettingChange("gradients.every", () => {
      void runs.probe();
      gradients.sendAll();
    }),
  );
  // Deferred, so that VS Code restores its editors first.
  setTimeout(() => void problems.checkAll(), 0);
  return (
    hooks &&
    Object.assign(hooks, {
      activationMilliseconds: performance.now() - start,
      services,
      inspector,
      training,
      gradients,
      outline,
    })
  );
}

/** Ends the engine, which saves its active runs. When their models are opened again, the user is offered to resume them. */
export async function deactivate(): Promise<void> {
  await running?.end();
}

/** The commands that apply to the run that the page shows. */
const ofRun: ReadonlySet<string> = new Set(["pause", "resume", "stop", "predict"]);

/** The commands behind the pages' buttons. */
const commands = {
  train: "netloom.train",
  pause: "netloom.pause",
  resume: "netloom.resume",
  stop: "netloom.stop",
  predict: "netloom.predict",
  openText: "netloom.openAsText",
  showTraining: "netloom.showTraining",
  showGradients: "netloom.showGradients",
  showSummary: "netloom.showSummary",
  savePicture: "netloom.savePicture",
  openRunFolder: "netloom.openRunFolder",
} as const;
