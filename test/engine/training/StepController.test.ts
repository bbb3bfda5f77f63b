import { expect, it } from "vitest";
import { StepController } from "../../../engine/training/StepController";

/** What a loop is told each time it asks, up to something else than a step. */
function asked(controller: StepController, most = 10): string[] {
  const answers: string[] = [];
  do answers.push(controller.next());
  while (answers.at(-1) === "step" && answers.length < most);
  return answers;
}

/** Whether a promise is settled once all that is due has run. */
async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  let settled = false;
  void promise.then(() => (settled = true));
  await new Promise((resolve) => setImmediate(resolve));
  return settled;
}

it("gives steps without end while nobody says otherwise", () => {
  expect(asked(new StepController(), 5)).toEqual(Array(5).fill("step"));
});

it("lets a loop rest until it may go on", async () => {
  const controller = new StepController();
  controller.pause();
  expect([asked(controller), controller.isPaused]).toEqual([["rest"], true]);
  const rest = controller.rest();
  expect(await isSettled(rest)).toBe(false);
  controller.resume();
  await rest;
  expect([controller.isPaused, asked(controller, 3)]).toEqual([false, Array(3).fill("step")]);
});

it("does not rest where it may go on again before the loop gets there", async () => {
  const controller = new StepController();
  controller.pause();
  controller.resume();
  await controller.rest();
  expect(controller.next()).toBe("step");
});

it("gives exactly the steps that a resting loop is asked for, and answers when they are done", async () => {
  const controller = new StepController();
  controller.pause();
  const rest = controller.rest();
  const stepped = controller.step(1);
  await rest;
  expect(asked(controller)).toEqual(["step", "rest"]);
  expect(await isSettled(stepped)).toBe(false);
  const again = controller.rest();
  await stepped;
  expect(await isSettled(again)).toBe(false);
  void controller.step(2);
  await again;
  expect(asked(controller)).toEqual(["step", "step", "rest"]);
});

it("adds the steps that are asked for before others are taken", () => {
  const controller = new StepController();
  controller.pause();
  void controller.step(1);
  void controller.step(2);
  expect(asked(controller)).toEqual(["step", "step", "step", "rest"]);
});

it("rests after so many steps where it was going on", () => {
  const controller = new StepController();
  void controller.step(2);
  expect(asked(controller)).toEqual(["step", "step", "rest"]);
});

it("does not answer for steps that were asked for while the loop was about to rest", async () => {
  const controller = new StepController();
  controller.pause();
  expect(controller.next()).toBe("rest");
  const stepped = controller.step(1);
  await controller.rest();
  expect(await isSettled(stepped)).toBe(false);
  expect(asked(controller)).toEqual(["step", "rest"]);
  void controller.rest();
  await stepped;
});

it("ends once, for the first reason, and wakes a loop that rests", async () => {
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

it("answers everybody when the loop is over, and at once from then on", async () => {
  const controller = new StepController();
  const stepped = controller.step(100);
  controller.close();
  await stepped;
  await controller.step(1);
});
