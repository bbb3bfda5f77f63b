import { isFromEngine } from "../../../extension/engine/isFromEngine";
import { checked } from "../../../extension/views/checked";
import { applyEdit } from "../../../engine/document/applyEdit";
import type { GraphEdit } from "../../../engine/document/edit";
import { parse } from "../../../engine/document/parse";
import { applyTextEdits } from "../../../engine/document/textEdits";
import type { FromCanvas } from "../../../webview/messages/canvas";
import { fromCanvas } from "../../../webview/messages/canvas";
import { fromGradients } from "../../../webview/messages/gradients";
import { fromPredict } from "../../../webview/messages/predict";
import { fromTraining } from "../../../webview/messages/training";
import type { Random } from "../../engine/randomGraphs/Random";
import type { FuzzTarget } from "../FuzzTarget";
import { hostileValue, mutateJson } from "../mutate";
import { drawDocument } from "./documents";
import { drawEdit } from "./edits";

/** Messages that a compromised page could send: nothing throws, and no document gets faults that editing cannot cause. */
export const messages: FuzzTarget = {
  name: "messages",
  attempt: (random) => {
    const text = drawDocument(random);
    const ids = [...(parse(text).graph?.nodes.keys() ?? [])];
    const receive = checked<FromCanvas>("canvas", fromCanvas, (message) => expectOrdinary(message, text));
    const training = checked("training", fromTraining, expectPlain);
    const gradients = checked("gradients", fromGradients, expectPlain);
    const predict = checked("predict", fromPredict, expectPlain);
    for (let count = 0; count < 20; count++) {
      const valid = drawMessage(ids, random);
      const message = random.chance(0.1) ? hostileValue(random) : mutateJson(valid, random);
      receive(valid);
      receive(message);
      training(message);
      gradients(message);
      predict(message);
      isFromEngine(mutateJson(random.one(fromEngine), random));
    }
  },
};

const fromEngine = [
  { kind: "result", id: 1, result: {} },
  { kind: "error", id: 1, error: { code: "no-gpu", message: "No GPU." } },
  { kind: "event", id: 1, event: { event: "end", run: "/runs/1", status: "completed", step: 5 } },
];

function drawMessage(ids: readonly string[], random: Random): object {
  switch (random.below(8)) {
    case 0:
      return { kind: "ready" };
    case 1:
      return { kind: "selected", nodes: ids.filter(() => random.chance(0.3)) };
    case 2:
      return { kind: "command", command: random.one(["train", "pause", "openRunFolder", "quit"]) };
    case 3:
      return { kind: "reveal", offset: random.below(1000), length: random.below(10) };
    case 4:
      return random.one([
        { kind: "select", run: String(random.below(3)), node: ids[0] ?? "a" },
        { kind: "select", run: String(random.below(3)) },
        { kind: "every", steps: random.below(100) },
        { kind: "predict", number: 1, inputs: { a: { kind: "text", text: "b" } }, seed: 1, count: 1 },
      ]);
    default:
      return { kind: "edit", number: 1 + random.below(9), edit: drawEdit(ids, random) };
  }
}

/** Faults of a document that editing on the canvas cannot cause. */
const unheardOf: readonly string[] = [
  "duplicate-key",
  "unknown-key",
  "unknown-layer",
  "invalid-id",
  "invalid-node",
  "invalid-edge",
  "invalid-section",
  "invalid-place",
  "missing-type",
  "too-many-nodes",
  "too-many-edges",
];

function expectOrdinary(message: FromCanvas, text: string): void {
  expectPlain(message);
  if (message.kind === "edit") expectNoNewFault(message.edit, text);
}

function expectNoNewFault(edit: GraphEdit, text: string): void {
  const applied = applyEdit(text, edit);
  if ("refused" in applied) return;
  const after = applyTextEdits(text, applied.edits);
  const [faultsBefore, faultsAfter] = [faults(text), faults(after)];
  if (!parse(after).graph) throw new Error(`${JSON.stringify(edit)} broke the document\n${text}`);
  // What is in a block that is added is content, as the value of a parameter is.
  if (definesBlock(edit)) return;
  if (unheardOf.some((code) => count(code, faultsAfter) > count(code, faultsBefore)))
    throw new Error(`${JSON.stringify(edit)} made ${faultsAfter.join(", ")}\n${text}`);
}

function definesBlock(edit: GraphEdit): boolean {
  if (edit.kind === "all") return edit.edits.some(definesBlock);
  return edit.kind === "addBlock" || (edit.kind === "add" && edit.blocks !== undefined);
}

function faults(text: string): string[] {
  return parse(text).problems.map(({ code }) => code);
}

function count(code: string, codes: readonly string[]): number {
  return codes.filter((other) => other === code).length;
}

function expectPlain(message: object): void {
  const text = JSON.stringify(message);
  if (text.includes('"__proto__":')) throw new Error(`a prototype came through: ${text}`);
  if (JSON.stringify(JSON.parse(text)) !== text) throw new Error(`no JSON: ${text}`);
}
