import type { EpochEvent, RunEvent } from "../run/events";
import { panel } from "./readPanel";
import {
  count,
  fields,
  number,
  key,
  list,
  malformed,
  object,
  oneOf,
  optional,
  recordOf,
  type Shape,
  text,
} from "./shape";

/** The most steps in one event; an engine reports at most 8,192. */
const stepsAtOnce = 20_000;
/** The most metrics of a run. */
export const metricNames = 64;
const classes = 10_000;
const nodes = 50_000;
const bins = 1024;
/** The most statistics of one weight or output. */
const probes = 64;

const sentence = text(20_000);
/** The name of a file, a node or a weight. */
const name = text(10_000);
const numbers = list(number, stepsAtOnce);
const nonEmptyNumbers = (value: unknown) => {
  const found = numbers(value);
  if (found.length === 0) throw malformed;
  return found;
};
const names = fields({ count, names: list(name, 1000) });
const diagnosis = {
  code: name,
  severity: oneOf("warning", "error"),
  message: sentence,
  evidence: optional(sentence),
  advice: sentence,
  nodeId: optional(name),
  weights: optional(names),
  objective: optional(key),
};
const warning = { code: name, message: sentence, nodeId: optional(name) };
const epochMetrics = (value: unknown): EpochEvent["train"] => {
  const matrix = list(list(number, classes), classes);
  const found = recordOf((item) => (Array.isArray(item) ? matrix(item) : number(item)), metricNames)(value);
  const { loss } = found;
  if (typeof loss !== "number") throw malformed;
  return { ...found, loss };
};
/** A first and a last epoch. */
const window = (value: unknown): readonly [number, number] => {
  const [first, last, ...others] = list(count, 2)(value);
  if (first === undefined || last === undefined || others.length > 0) throw malformed;
  return [first, last];
};
const histogram = fields({ low: number, high: number, counts: list(number, bins) });

/** The events written to the file; a run's status is in `run.json` instead. */
type Logged = Exclude<RunEvent, { readonly event: "status" | "preparing" }>;

/** The fields of `subject`, and statistics by probe, including probes of a later version. */
const withProbes =
  <T extends object>(subject: Shape<T>): Shape<T> =>
  (value) => {
    const found = subject(value);
    const others = Object.entries(object(value)).filter(([name]) => !Object.hasOwn(found, name));
    if (others.length > probes) throw malformed;
    const values = others.flatMap(([name, item]): [string, unknown][] => {
      if (item === null || typeof item === "number") return [[key(name), number(item)]];
      return typeof item === "object" ? [[key(name), histogram(item)]] : [];
    });
    return { ...found, ...Object.fromEntries(values) };
  };

/** Each event's fields besides its name and run. */
const shapes: {
  readonly [E in Logged["event"]]: Shape<Omit<Extract<Logged, { event: E }>, "event" | "run">>;
} = {
  start: fields({
    model: name,
    device: fields({
      kind: oneOf("gpu", "software", "cpu", "reference"),
      name: text(500),
      memory: optional(number),
      largestTensor: optional(number),
    }),
    parameters: count,
    batchSize: count,
    epochs: count,
    stepsPerEpoch: count,
    steps: count,
    weights: optional(
      fields({ source: name, matched: names, otherShape: names, onlyInFile: names, onlyInModel: names }),
    ),
    resumedAt: count,
    trainSamples: count,
    validationSamples: count,
    metrics: list(key, metricNames),
    objectives: optional(list(fields({ name: key, epochs: optional(window) }), metricNames)),
    classNames: optional(recordOf(list(text(500), classes), metricNames)),
    warnings: optional(list(fields(warning), 1000)),
  }),
  steps: fields({
    first: count,
    loss: nonEmptyNumbers,
    metrics: recordOf(numbers, metricNames),
    epoch: count,
    learningRate: number,
    learningRates: optional(numbers),
    samplesPerSecond: number,
    secondsLeft: number,
    seconds: optional(number),
  }),
  epoch: fields({ epoch: count, step: count, train: epochMetrics, validation: optional(epochMetrics) }),
  gradients: fields({
    step: count,
    weights: list(withProbes(fields({ node: name, name, size: count, objective: optional(key) })), nodes),
    activations: list(
      withProbes(fields({ node: name, follows: optional(name), objective: optional(key) })),
      nodes,
    ),
  }),
  panel,
  checkpoint: fields({ step: count, kind: oneOf("best", "last", "step"), file: name }),
  warning: fields({ step: count, ...warning }),
  diagnosis: fields({ step: count, ...diagnosis }),
  end: fields({
    status: oneOf("completed", "stopped", "interrupted", "failed"),
    step: count,
    reason: optional(sentence),
    error: optional(
      fields({ code: name, message: sentence, nodeId: optional(name), hint: optional(sentence) }),
    ),
    diagnoses: optional(list(fields(diagnosis), 100)),
  }),
};

/**
 * Reads the event in a line of `metrics.ndjson`. Run folders are untrusted: undefined for a line that is truncated,
 * unknown or malformed.
 */
export function readEvent(line: string, run: string): RunEvent | undefined {
  try {
    const record = object(JSON.parse(line));
    const { event } = record;
    if (!isKnown(event)) return undefined;
    return { event, run, ...shapes[event](record) } as RunEvent;
  } catch {
    return undefined;
  }
}

function isKnown(event: unknown): event is keyof typeof shapes {
  return typeof event === "string" && Object.hasOwn(shapes, event);
}
