import { extname, resolve } from "node:path";
import { parseArgs } from "node:util";
import { t } from "@vscode/l10n";
import { encodeNpy } from "../interop/npy";
import { encodeNpz } from "../interop/npz";
import { encodePng } from "../interop/png";
import { encodeSafetensors, type SafeTensor } from "../interop/safetensors";
import { generate } from "../generation/generate";
import { pictureGrid } from "../prediction/pictureGrid";
import { Predictor, type Predicted } from "../prediction/Predictor";
import { decodeClass, encodePrompt } from "../generation/prompt";
import { readClasses } from "../prediction/readClasses";
import { expectSequencePorts } from "../generation/sequencePorts";
import { valuesOf } from "../prediction/valuesOf";
import type { CheckpointName } from "../runFolder/runPaths";
import { sizeOf } from "../tensor/tensor";
import { describeError } from "../training/describeError";
import { writeFileAtomic } from "../training/writeFileAtomic";
import { deviceOption } from "./deviceOption";
import { exitCode, type ExitCode } from "./exitCode";
import { inputFile } from "./inputFile";
import { openFile, wholeNumber } from "./openFile";
import type { Output } from "./Output";
import { showPrediction } from "./showPrediction";
import { UsageError } from "./UsageError";

const options = {
  weights: { type: "string" },
  checkpoint: { type: "string" },
  input: { type: "string", multiple: true },
  output: { type: "string", multiple: true },
  resize: { type: "boolean" },
  count: { type: "string" },
  prompt: { type: "string" },
  length: { type: "string" },
  temperature: { type: "string" },
  "top-k": { type: "string" },
  seed: { type: "string" },
  device: { type: "string" },
  out: { type: "string" },
  json: { type: "boolean" },
} as const;
type Values = ReturnType<typeof parseArgs<{ options: typeof options }>>["values"];

/** The characters that a prompt is continued by, unless `--length` says otherwise. */
const defaultLength = 200;

/** `netloom predict FILE --weights RUN`: computes outputs of a trained model, or continues a prompt. */
export async function predict(args: string[], output: Output): Promise<ExitCode> {
  const { positionals, values } = parseArgs({ args, allowPositionals: true, options });
  if (values.weights === undefined)
    throw new UsageError(t("Name a run or a file with weights: --weights RUN|W.safetensors"));
  const format = formatOf(values);
  const given = (values.input ?? []).map(readAssignment);
  const device = deviceOption(values.device);
  const checkpoint = checkpointCalled(values.checkpoint);
  const settings = readSettings(values);
  const { name, text, place } = await openFile(positionals[0]);
  let predictor: Predictor;
  try {
    predictor = await Predictor.open({
      text,
      ...place,
      device,
      weights: resolve(values.weights),
      ...(checkpoint !== undefined && { checkpoint }),
      ...(values.output && { outputs: values.output }),
      given: given.map(({ port }) => port),
    });
  } catch (error) {
    const { problems } = describeError(error);
    if (!problems) throw error;
    output.problems(name, text, problems);
    return exitCode.problems;
  }
  try {
    const inputs = await readInputs(predictor, given, values.resize ?? false);
    await (values.prompt === undefined
      ? predictOnce(predictor, inputs, { ...settings, format, out: values.out }, output)
      : continuePrompt(predictor, inputs, { ...settings, prompt: values.prompt, out: values.out }, output));
  } finally {
    await predictor.dispose();
  }
  return exitCode.done;
}

interface Settings {
  readonly seed: number;
  readonly count: number;
  readonly length: number;
  readonly temperature: number;
  readonly topK?: number;
}

function readSettings(values: Values): Settings {
  const topK = wholeNumber("top-k", values["top-k"], 1);
  const temperature = Number(values.temperature ?? 1);
  if (!(temperature >= 0 && temperature <= 1000))
    throw new UsageError(
      t("--temperature must be a number from 0 to 1000, not {0}.", values.temperature ?? ""),
    );
  return {
    seed: wholeNumber("seed", values.seed, 0) ?? 0,
    count: wholeNumber("count", values.count, 1) ?? 1,
    length: wholeNumber("length", values.length, 1) ?? defaultLength,
    temperature,
    ...(topK !== undefined && { topK }),
  };
}

function checkpointCalled(written: string | undefined): CheckpointName | undefined {
  if (written === undefined || written === "best" || written === "last") return written;
  return wholeNumber("checkpoint", written, 0);
}

const formats = [".npz", ".npy", ".safetensors", ".png", ".txt"] as const;
type Format = (typeof formats)[number];

/** The format of the output file; undefined without one. */
function formatOf({ out, prompt }: Values): Format | undefined {
  if (out === undefined) return undefined;
  const format = formats.find((ending) => ending === extname(out).toLowerCase());
  if (format === undefined || (prompt !== undefined && format !== ".txt"))
    throw new UsageError(
      prompt === undefined
        ? t("The name of the output file must end in {0}, not as in {1}.", formats.join(", "), out)
        : t("A continued prompt is written as .txt, not as in {0}.", out),
    );
  return format;
}

interface Assignment {
  readonly port: string;
  readonly value: string;
}

function readAssignment(written: string): Assignment {
  const sign = written.indexOf("=");
  if (sign > 0) return { port: written.slice(0, sign), value: written.slice(sign + 1) };
  throw new UsageError(t("--input must be PORT=FILE or PORT=NUMBERS, not {0}.", written));
}

/** The given arrays by path; those of the same input one behind the other. */
async function readInputs(
  predictor: Predictor,
  given: readonly Assignment[],
  resize: boolean,
): Promise<Map<string, SafeTensor>> {
  const inputs = new Map<string, SafeTensor>();
  for (const { port, value } of given) {
    const input = predictor.inputCalled(port);
    const tensor = await inputFile(input, value, resize);
    const before = inputs.get(input.path);
    inputs.set(input.path, before ? joined(before, tensor, input.type.shape.length) : tensor);
  }
  return inputs;
}

/** Samples behind other samples; of another shape, they are left for the check that names it. */
function joined(before: SafeTensor, after: SafeTensor, axes: number): SafeTensor {
  const samples = ({ shape }: SafeTensor) => (shape.length < axes ? [1, ...shape] : shape);
  const [count = 0, ...sample] = samples(before);
  const [further = 0] = samples(after);
  const data = new Float64Array((count + further) * sizeOf(sample));
  data.set(before.data);
  data.set(after.data.slice(0, data.length - before.data.length), before.data.length);
  return { shape: [count + further, ...sample], data };
}

async function predictOnce(
  predictor: Predictor,
  inputs: ReadonlyMap<string, SafeTensor>,
  {
    seed,
    count,
    format,
    out,
  }: Settings & { readonly format: Format | undefined; readonly out: string | undefined },
  output: Output,
): Promise<void> {
  const predicted = await predictor.predict(inputs, { seed, count });
  if (out !== undefined && format !== undefined) {
    await writeFileAtomic(resolve(out), encoded(predicted, format));
    output.print(t("Saved {0}", out));
    output.event({ event: "saved", file: out } as { event: string });
    return;
  }
  for (const line of linesOf(predicted)) output.print(line);
  for (const each of predicted)
    for (let sample = 0; sample < (each.shape[0] ?? 1); sample++)
      output.event({
        event: "prediction",
        output: each.output.path,
        sample,
        shape: each.shape.slice(1),
        values: valuesOf(each, sample),
        ...(each.read?.shape[1] === 1 &&
          each.output.reads === "classes" && { classes: readClasses(each, sample) }),
      } as { event: string });
}

function linesOf(predicted: readonly Predicted[]): string[] {
  return predicted.flatMap((each) => [
    ...(predicted.length > 1 ? [each.output.path] : []),
    ...Array.from({ length: each.shape[0] ?? 1 }, (_, sample) => showPrediction(each, sample)),
  ]);
}

function encoded(predicted: readonly Predicted[], format: Format): Uint8Array {
  const arrays = new Map(predicted.map(({ output, shape, data }) => [output.path, { shape, data }]));
  const only = () => {
    const [first, ...others] = predicted;
    if (first && others.length === 0) return first;
    throw new UsageError(t("Such a file has one output: choose it with --output, or write .npz."));
  };
  switch (format) {
    case ".npz":
      return encodeNpz(arrays);
    case ".safetensors":
      return encodeSafetensors(arrays);
    case ".npy":
      return encodeNpy(only());
    case ".png":
      return encodePng(pictureGrid(only()));
    case ".txt":
      return new TextEncoder().encode(`${linesOf(predicted).join("\n")}\n`);
  }
}

/** Prints the prompt and what continues it, piece by piece as it is generated; several times with the seeds that follow. */
async function continuePrompt(
  predictor: Predictor,
  given: ReadonlyMap<string, SafeTensor>,
  {
    prompt,
    out,
    count,
    seed,
    ...settings
  }: Settings & { readonly prompt: string; readonly out: string | undefined },
  output: Output,
): Promise<void> {
  const ports = expectSequencePorts(predictor);
  const indices = encodePrompt(ports, prompt);
  const texts: string[] = [];
  for (let sample = 0; sample < count; sample++) {
    // Texts may have empty lines themselves.
    if (sample > 0) output.print(`\n${divider}\n`);
    let text = prompt;
    output.write(prompt);
    for await (const index of generate(predictor, {
      ...settings,
      seed: seed + sample,
      prompt: indices,
      given,
    })) {
      const part = decodeClass(ports, index);
      text += part;
      output.write(part);
      output.event({ event: "generated", sample, index, text: part } as { event: string });
    }
    output.print("");
    texts.push(text);
  }
  if (out === undefined) return;
  await writeFileAtomic(resolve(out), new TextEncoder().encode(`${texts.join(`\n\n${divider}\n\n`)}\n`));
  output.print(t("Saved {0}", out));
  output.event({ event: "saved", file: out } as { event: string });
}

/** Between texts. */
const divider = "---";
