import { expect, it } from "vitest";
import { StepController } from "../../../engine/training/StepController";

/** What the loop must do, up to the first answer that is not a step. */
function answersOf(controller: StepController, most = 10): string[] {
  const answers: string[] = [];
  do answers.push(controller.next());
  while (answers.at(-1) === "step" && answers.length < most);
  return answers;
}

/** Whether a promise is settled once all pending microtasks have run. */
async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  let settled = false;
  void promise.then(() => (settled = true));
  await new Promise((resolve) => setImmediate(resolve));
  return settled;
}

it("allows any number of steps by default", () => {
  expect(answersOf(new StepController(), 5)).toEqual(Array(5).fill("step"));
});

it("makes the loop rest until it is resumed", async () => {
  const controller = new StepController();
  controller.pause();
  expect([answersOf(controller), controller.isPaused]).toEqual([["rest"], true]);
  const rest = controller.rest();
  expect(await isSettled(rest)).toBe(false);
  controller.resume();
  await rest;
  expect([controller.isPaused, answersOf(controller, 3)]).toEqual([false, Array(3).fill("step")]);
});

it("does not rest if it is resumed before the loop rests", async () => {
  const controller = new StepController();
  controller.pause();
  controller.resume();
  await controller.rest();
  expect(controller.next()).toBe("step");
});

it("allows exactly the steps requested of a resting loop, and resolves when they are done", async () => {
  const controller = new StepController();
  controller.pause();
  const rest = controller.rest();
  const stepped = controller.step(1);
  await rest;
  expect(answersOf(controller)).toEqual(["step", "rest"]);
  expect(await isSettled(stepped)).toBe(false);
  const again = controller.rest();
  await stepped;
  expect(await isSettled(again)).toBe(false);
  void controller.step(2);
  await again;
  expect(answersOf(controller)).toEqual(["step", "step", "rest"]);
});

it("adds up steps that are requested before others are taken", () => {
  const controller = new StepController();
  controller.pause();
  void controller.step(1);
  void controller.step(2);
  expect(answersOf(controller)).toEqual(["step", "step", "step", "rest"]);
});

it("rests after the requested steps if it was not resting", () => {
  const controller = new StepController();
  void controller.step(2);
  expect(answersOf(controller)).toEqual(["step", "step", "rest"]);
});

it("does not resolve too early if steps are requested while the loop is about to rest", async () => {
  const controller = new StepController();
  controller.pause();
  expect(controller.next()).toBe("rest");
  const stepped = controller.step(1);
  await controller.rest();
  expect(await isSettled(stepped)).toBe(false);
  expect(answersOf(controller)).toEqual(["step", "rest"]);
  void controller.rest();
  await stepped;
});

it("ends once, for the first reason, and wakes a resting loop", async () => {
  const controller = new StepController();
  controller.pause();
  const rest = controller.rest();
  expect(controller.end("stopped")).toBe(true);
  expect(controller.end("interrupted")).toBe(false);
  await rest;
  controller.pause();
  void controller.step(1);
  expect([controller.next(), controller.ending, controller.isPaused]).toEqual(["end", "stopped", false]);
});

it("resolves all requests when the loop has ended, and later ones at once", async () => {
  const controller = new StepController();
  const stepped = controller.step(100);
  controller.close();
  await stepped;
  await controller.step(1);
});
