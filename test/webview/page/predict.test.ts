import { expect, it } from "vitest";
import type { PredictableInput, PredictionAnswer, PredictionContent } from "../../../engine/run/prediction";
import type { FromPredict, ToPredict } from "../../../webview/messages/predict";
import type { PageOptions } from "./openPage";
// Declares `plainHost`.
import type {} from "./plainHost";
import { usePlainPage } from "./usePlainPage";

/** The page on which a trained model is used, in a browser; a fake host stands in for VS Code and the engine. */
const openPredict = usePlainPage<FromPredict, ToPredict>("predict");

type Question = Extract<FromPredict, { kind: "predict" }>;
type Model = Extract<ToPredict, { kind: "model" }>["model"];

async function open(model: Partial<Model>, options: PageOptions = {}) {
  const { tab, send, posted } = await openPredict({ width: 900, height: 560, ...options });
  const questions = async () =>
    (await posted()).filter((message): message is Question => message.kind === "predict");
  /** The question with a number, once it has been asked. */
  const question = async (number: number): Promise<Question> => {
    await tab.waitForFunction(
      (wanted) => plainHost.posted.some((each) => (each as { number?: number }).number === wanted),
      number,
    );
    return (await questions()).find((each) => each.number === number)!;
  };
  const answer = (number: number, ...contents: readonly PredictionContent[]) => {
    const answers: PredictionAnswer[] = contents.map((content, index) => ({
      output: `out${index}`,
      content,
    }));
    return send({ kind: "answer", number, answers });
  };
  await send(
    { kind: "opening", name: "digits-cnn" },
    {
      kind: "model",
      model: {
        inputs: [],
        outputs: ["out"],
        random: false,
        device: { kind: "cpu", name: "CPU, 2 threads" },
        ...model,
      },
    },
  );
  return { tab, send, posted, questions, question, answer };
}

const picture: PredictableInput = {
  path: "digits.image",
  shape: [1, 28, 28],
  kind: "picture",
  channels: 1,
  height: 28,
  width: 28,
};
const classes = (probabilities: readonly number[]): PredictionContent => ({
  show: "classes",
  count: probabilities.length,
  classes: probabilities
    .map((probability, index) => ({ index, name: `digit ${index}`, probability }))
    .sort((a, b) => b.probability - a.probability),
});
const bytesOf = ({ inputs }: Question, path = "digits.image") => {
  const given = inputs[path];
  return given?.kind === "picture" ? [...Buffer.from(given.pixels, "base64")] : expect.fail(given?.kind);
};
const numbersOf = ({ inputs }: Question, path: string) => {
  const given = inputs[path];
  return given?.kind === "numbers" ? given.values : expect.fail(given?.kind);
};

it("sends what is drawn at the model's resolution, and shows the classes as bars", async () => {
  const { tab, question, answer } = await open({ inputs: [picture] });
  const first = await question(1);
  expect(first).toMatchObject({ seed: 1, count: 1, inputs: { "digits.image": { width: 28, height: 28 } } });
  expect(bytesOf(first).every((byte) => byte === 0)).toBe(true);
  await answer(1, classes([0.1, 0.7, 0.2]));
  const bars = tab.getByRole("region", { name: "Prediction" }).getByRole("listitem");
  // In the order of the classes, so that they stay where they are.
  expect(await bars.locator(".name").allInnerTexts()).toEqual(["digit 0", "digit 1", "digit 2"]);
  expect(await bars.locator(".fraction").allInnerTexts()).toEqual([
    "10.0\u202f%",
    "70.0\u202f%",
    "20.0\u202f%",
  ]);
  expect(await tab.locator(".likeliest .name").innerText()).toBe("digit 1");

  const pad = tab.getByRole("application");
  const box = (await pad.boundingBox())!;
  const at = (x: number, y: number) => [box.x + (x * box.width) / 28, box.y + (y * box.height) / 28] as const;
  await tab.mouse.move(...at(14.5, 5));
  await tab.mouse.down();
  await tab.mouse.move(...at(14.5, 23), { steps: 12 });
  await tab.mouse.up();
  const second = await question(2);
  expect(bytesOf(second)[5 * 28 + 14]).toBe(255);
  await answer(2, classes([0, 1, 0]));
  // Only the newest of what was drawn meanwhile is asked.
  const drawn = bytesOf(await question(3));
  for (let row = 6; row < 22; row++) expect(drawn[row * 28 + 14], `row ${row}`).toBe(255);
  expect(drawn[14 * 28 + 6]).toBe(0);
  await answer(3, classes([0, 1, 0]));
  await tab.getByRole("button", { name: "Clear" }).click();
  expect(bytesOf(await question(4)).every((byte) => byte === 0)).toBe(true);
});

it("is drawn on with the keyboard", async () => {
  const { tab, question, answer } = await open({ inputs: [picture] });
  await question(1);
  await answer(1);
  await tab.keyboard.press("Tab");
  await tab.keyboard.press("ArrowLeft");
  await tab.getByText("The pen is up").waitFor();
  await tab.keyboard.press("Space");
  await tab.getByText("The pen is down").waitFor();
  expect(bytesOf(await question(2))[14 * 28 + 13]).toBeGreaterThan(0);
  await answer(2);
  await tab.keyboard.press("ArrowUp");
  expect(bytesOf(await question(3))[12 * 28 + 13]).toBeGreaterThan(0);
});

it("asks again only after an answer, and then the newest", async () => {
  const numbers: PredictableInput = {
    path: "data.input",
    shape: [2],
    kind: "numbers",
    count: 2,
    low: -1,
    high: 1,
  };
  const { tab, question, questions, answer } = await open({ inputs: [numbers] });
  expect(numbersOf(await question(1), "data.input")).toEqual([0, 0]);
  const [first, second] = await tab.getByRole("slider").all();
  await first!.focus();
  for (let i = 0; i < 5; i++) await tab.keyboard.press("ArrowRight");
  await second!.focus();
  await tab.keyboard.press("End");
  expect(await questions()).toHaveLength(1);
  await answer(1, { show: "numbers", values: [0.25, null], count: 2, areProbabilities: false });
  expect(numbersOf(await question(2), "data.input")).toEqual([0.05, 1]);
  expect(await questions()).toHaveLength(2);
  expect(await tab.locator(".values li").allInnerTexts()).toEqual(["0.25", "∞"]);
});

it("draws new noise, as pictures", async () => {
  const { tab, question, answer } = await open({ random: true });
  expect(await question(1)).toMatchObject({ inputs: {}, seed: 1, count: 16 });
  const bitmap = { width: 1, height: 1, channels: 1, pixels: "/w==" } as const;
  await answer(1, { show: "pictures", pictures: [bitmap, bitmap] });
  const row = tab.getByRole("img", { name: "2 pictures" });
  await row.waitFor();
  const pixel = await row
    .locator("canvas")
    .first()
    .evaluate((canvas) => [...(canvas as HTMLCanvasElement).getContext("2d")!.getImageData(0, 0, 1, 1).data]);
  expect(pixel).toEqual([255, 255, 255, 255]);
  await tab.getByRole("spinbutton", { name: "Seed" }).fill("7");
  expect(await question(2)).toMatchObject({ seed: 7 });
  await answer(2);
  await tab.getByRole("button", { name: "New Noise" }).click();
  expect((await question(3)).seed).not.toBe(7);
});

it("says what went wrong, until the next answer", async () => {
  const { tab, send, question, answer } = await open({ inputs: [picture] });
  await question(1);
  await send({ kind: "failed", number: 1, message: "The weights are those of another model." });
  await tab.getByRole("alert").getByText("another model").waitFor();
  await tab.getByRole("button", { name: "Clear" }).click();
  await question(2);
  await answer(2, classes([1]));
  await tab.getByText("digit 0").waitFor();
  expect(await tab.getByRole("alert").count()).toBe(0);
});

it("names the inputs that cannot be entered, and asks nothing", async () => {
  const { tab, questions } = await open({
    inputs: [{ path: "data.spectrum", shape: [400], kind: "other" }],
  });
  await tab.getByText("data.spectrum (400)").waitFor();
  expect(await questions()).toEqual([]);
});

it("continues a prompt part by part, and stops", async () => {
  const { tab, send, posted } = await open({ prompt: "text.input", random: false });
  await tab.getByRole("textbox", { name: "Prompt" }).fill("ROMEO:");
  await tab.getByRole("slider", { name: "Temperature" }).press("Home");
  await tab.getByText("greedy").waitFor();
  await tab.getByRole("spinbutton", { name: "Top-k" }).fill("5");
  await tab.getByRole("button", { name: "Generate" }).click();
  const asked = (await posted()).filter(({ kind }) => kind === "generate");
  expect(asked).toEqual([
    {
      kind: "generate",
      number: expect.any(Number) as number,
      inputs: {},
      prompt: "ROMEO:",
      length: 200,
      temperature: 0,
      topK: 5,
      seed: 1,
    },
  ]);
  const { number } = asked[0] as { number: number };
  await send({ kind: "part", number, text: "\nWhat" }, { kind: "part", number, text: " ho" });
  const text = tab.getByRole("region", { name: "Text" });
  await text.getByText("ROMEO: What ho").waitFor();
  await tab.getByRole("button", { name: "Stop" }).click();
  expect((await posted()).at(-1)).toEqual({ kind: "cancel" });
  // What was on its way comes too late.
  await send({ kind: "part", number, text: "!" }, { kind: "opening", name: "other" });
  await tab.getByRole("heading", { name: "other" }).waitFor();
  expect(await tab.getByText("ROMEO").count()).toBe(0);
});

it("generates again with Ctrl+Enter after a prompt that was refused", async () => {
  const { tab, send, posted } = await open({ prompt: "text.input" });
  const numbers = async () =>
    (await posted()).flatMap((message) => (message.kind === "generate" ? [message.number] : []));
  await tab.getByRole("textbox", { name: "Prompt" }).fill("é");
  await tab.keyboard.press("Control+Enter");
  const [first = 0] = await numbers();
  await send({
    kind: "failed",
    number: first,
    message: 'The model was not trained on "é" at 1 of the prompt.',
  });
  await tab.getByRole("alert").getByText("é").waitFor();
  await tab.getByRole("button", { name: "Generate" }).waitFor();
  await tab.getByRole("textbox", { name: "Prompt" }).fill("a");
  await tab.keyboard.press("Control+Enter");
  const [, second = 0] = await numbers();
  await send({ kind: "part", number: second, text: "bc" }, { kind: "done", number: second });
  await tab.getByRole("region", { name: "Text" }).getByText("abc").waitFor();
  expect(await tab.getByRole("alert").count()).toBe(0);
});
