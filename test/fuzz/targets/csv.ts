import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Random } from "../../engine/randomGraphs/Random";
import type { FuzzTarget } from "../FuzzTarget";
import { hostileValue, mutateBytes } from "../mutate";
import { tryModel } from "../tryModel";

const names = ["width", "height", "이름", "a b", "x", "y", 'say "hi"', "width", "", "1"];

/** Tables as written by people and programs, sometimes damaged. */
export const csv: FuzzTarget = {
  name: "csv",
  attempt: async (random, folder) => {
    const columns = Array.from({ length: 1 + random.below(5) }, () => random.one(names));
    const table = encode(drawTable(columns, random), random);
    const bytes = random.chance(0.4) ? mutateBytes(table, random) : table;
    writeFileSync(join(folder, "data.csv"), bytes);
    await tryModel(documentOf(columns, random), folder, Buffer.from(bytes).toString("latin1"));
  },
};

function drawTable(columns: readonly string[], random: Random): string {
  const [delimiter, decimal] = random.one([",.", ",.", ",.", ";.", ";,", "\t.", "\t,", "|."]);
  const end = random.one(["\n", "\r\n", "\r"]);
  const quote = (text: string) =>
    /[",;\t|\n]/.test(text) || random.chance(0.1) ? `"${text.replaceAll('"', '""')}"` : text;
  const texts = random.chance(0.3);
  const gaps = random.chance(0.3);
  const cell = (): string => {
    if (gaps && random.chance(0.1)) return random.one(["", "NA", "NaN", "null", "?", "-", "inf", "1e999"]);
    if (texts && random.chance(0.3))
      return random.one(["남", "여", "yes", "no", "2024-01-01", "a, b", "O'Neil", "1,000"]);
    const number = random.one([random.below(5), random.uniform() * 20 - 10, random.uniform() * 1e9]);
    return String(number).replace(".", decimal ?? ".");
  };
  const lines = Array.from({ length: random.one([0, 1, 2, 10, 60]) }, () =>
    columns.map(() => quote(cell())).slice(0, random.chance(0.03) ? 1 : undefined),
  );
  const rows = random.chance(0.95) ? [columns.map(quote), ...lines] : lines;
  return rows.map((row) => row.join(delimiter ?? ",")).join(end) + (random.chance(0.7) ? end : "");
}

function encode(text: string, random: Random): Uint8Array {
  switch (random.below(6)) {
    case 0:
      return Buffer.from(`\uFEFF${text}`, "utf8");
    case 1:
      return Buffer.from(`\uFEFF${text}`, "utf16le");
    case 2:
      return Buffer.from(text, "latin1");
    default:
      return Buffer.from(text, "utf8");
  }
}

function documentOf(columns: readonly string[], random: Random): string {
  const classes = random.chance(0.4);
  const inputs = columns.length > 1 ? columns.slice(0, -1) : columns;
  const odd = (value: unknown) => (random.chance(0.03) ? hostileValue(random) : value);
  const data = {
    type: "Dataset",
    source: "csv",
    file: odd("data.csv"),
    inputs: odd(inputs),
    target: odd(columns.at(-1)),
    ...(classes && { classes: odd(true) }),
    ...(random.chance(0.1) && { classNames: odd(["yes", "no"]) }),
    ...(random.chance(0.2) && { encoding: random.one(["utf-8", "cp949", "utf-16le", hostileValue(random)]) }),
    ...(random.chance(0.2) && { validation: odd(random.one([0, 0.2, 0.99])) }),
  };
  return JSON.stringify(
    {
      netloom: 1,
      nodes: {
        data,
        head: { type: "Linear", outFeatures: classes ? random.one([2, 3, 8]) : 1 },
        loss: {
          type: classes ? "CrossEntropyLoss" : random.one(["MSELoss", "BCEWithLogitsLoss", "PoissonNLLLoss"]),
        },
      },
      edges: ["data.input -> head", "head -> loss.input", "data.target -> loss.target"],
      training: {
        batchSize: random.one([1, 7, 64, "all"]),
        metrics: random.one([[], classes ? ["f1", "auc"] : ["r2"]]),
      },
    },
    null,
    1,
  );
}
