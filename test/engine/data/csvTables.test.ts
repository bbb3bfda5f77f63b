import iconv from "iconv-lite";
import { describe, expect, it } from "vitest";
import type { DataError } from "../../../engine/data/dataError";
import { inspectDataset, loadDataset } from "../../../engine/data/load";
import { columnsOf } from "./columnsOf";
import { workspaceWith } from "./place";

const numbers = { inputs: ["a"], target: "b", validation: 0 };

async function load(text: string | Uint8Array, params: Record<string, unknown> = numbers) {
  const place = await workspaceWith({ "workspace/models/t.csv": text });
  return loadDataset("csv", { file: "t.csv", validation: 0, ...params }, place);
}

async function inspect(text: string, params: Record<string, unknown>) {
  const place = await workspaceWith({ "workspace/models/t.csv": text });
  return inspectDataset("csv", { file: "t.csv", ...params }, place);
}

async function values(text: string | Uint8Array, params: Record<string, unknown> = numbers) {
  return columnsOf(await load(text, params)).map(({ data }) => [...data]);
}

describe("a table's encoding", () => {
  const people = { inputs: ["키"], target: "성별", classes: true };
  const text = "키,성별\n170,남\n160,여\n180,남\n";

  it.each([
    ["utf-8", Buffer.from(text)],
    ["utf-8", Buffer.from(`\uFEFF${text}`)],
    ["utf-8", iconv.encode(text, "utf-16le", { addBOM: true })],
    ["utf-8", iconv.encode(text, "utf-16be", { addBOM: true })],
    // A byte-order mark takes precedence over the parameter.
    ["cp949", Buffer.from(`\uFEFF${text}`)],
    ["cp949", iconv.encode(text, "cp949")],
    ["utf-16le", iconv.encode(text, "utf-16le")],
    ["utf-16be", iconv.encode(text, "utf-16be")],
  ])("may be %s", async (encoding, bytes) => {
    const [input, target] = columnsOf(await load(bytes, { ...people, encoding }));
    expect([...(input?.data ?? [])]).toEqual([170, 160, 180]);
    expect(target).toMatchObject({ classNames: ["남", "여"], data: new Int32Array([0, 1, 0]) });
  });

  it.each([
    ["cp949", "똠방각하", "펲"],
    ["shift_jis", "日本①", "ｶﾅ"],
    ["euc-jp", "日本", "語"],
    ["gbk", "中文", "丂"],
    ["big5", "中文", "灣"],
    ["windows-1252", "café €", "“naïve”"],
  ])("reads all of %s", async (encoding, first, second) => {
    const bytes = iconv.encode(`a,b\n1,${first}\n2,${second}\n`, encoding);
    const { ports } = await load(bytes, { ...numbers, classes: true, encoding });
    expect(new Set(ports[1]?.classNames)).toEqual(new Set([first, second]));
  });

  const korean = iconv.encode("키,성별\n170,남자입니다\n160,여자입니다\n", "cp949");
  const afterAscii = Buffer.concat([
    Buffer.from(`a,b\r\n${"1,x\r\n".repeat(100_000)}`),
    iconv.encode("1,한글과 영어\r\n", "cp949"),
  ]);
  it.each([
    ["in the header", korean, {}, /^t\.csv, line 1: the byte 0xBC at offset 3 is not valid UTF-8/],
    ["far down", afterAscii, {}, /^t\.csv, line 100002: the byte 0xC7 at offset 500007 is not valid UTF-8/],
    ["cut off", Buffer.from("a,b\n1,é").subarray(0, -1), {}, /line 2: the byte 0xC3 at offset 6 is not/],
    [
      "a surrogate",
      Buffer.from("\uFEFFa,b\r\n1,\uD800x\n", "utf16le"),
      {},
      /line 2: .* offset 16 is not valid UTF-16/,
    ],
    [
      "in another encoding",
      Buffer.from("a,b\n1,\xff\n", "latin1"),
      { encoding: "cp949" },
      /0xFF at offset 6 is not valid CP949/,
    ],
  ])("is refused if a byte is invalid: %s", async (_, bytes, params, message) => {
    const loading = load(bytes, { ...numbers, classes: true, ...params });
    await expect(loading).rejects.toMatchObject({ code: "data-encoding" });
    await expect(loading).rejects.toThrow(message);
  });

  it.each([
    ["cp949", "한국어로 쓴 표입니다. 값이 들어 있습니다"],
    ["shift_jis", "日本語で書かれた表です。値が入っています"],
    ["gbk", "这是一个用中文写的表格，里面有数值"],
    ["windows-1252", "Größe und Länge für die Prüfung, déjà vu, señor"],
  ])("is guessed: %s", async (encoding, text) => {
    const bytes = iconv.encode(`a,b\n1,"${text}"\n`, encoding);
    const error = await load(bytes, { ...numbers, classes: true }).catch((error: unknown) => error);
    expect(error).toMatchObject({ code: "data-encoding" });
    expect((error as DataError).at.fixes?.[0]).toMatchObject({ param: "encoding", value: encoding });
  });

  it("is guessed for UTF-16 without a byte-order mark", async () => {
    await expect(load(Buffer.from("a,b\n1,2\n", "utf16le"))).rejects.toMatchObject({
      code: "data-encoding",
      at: { fixes: [{ value: "utf-16le" }] },
    });
  });

  it("may have multi-byte characters at the boundaries of chunks", async () => {
    const line = `1,${"한".repeat(99)}\r\n`;
    const { count, ports } = await load(iconv.encode(`a,b\r\n${line.repeat(5000)}`, "cp949"), {
      ...numbers,
      classes: true,
      encoding: "cp949",
    });
    expect([count, ports[1]?.classes]).toEqual([5000, 1]);
  });
});

describe("a table's delimiter and decimal mark", () => {
  it.each([
    [
      "a header with commas",
      "a; x, y, z, w; b\n1;0;2\n3;0;4\n",
      {},
      [
        [1, 3],
        [2, 4],
      ],
    ],
    [
      "decimal commas",
      "a;b\n1,5;-2,25e1\n-,5;4\n",
      {},
      [
        [1.5, -0.5],
        [-22.5, 4],
      ],
    ],
    [
      "decimal commas in quotes",
      'a,b\n"1,5","2,25"\n3,4\n',
      {},
      [
        [1.5, 3],
        [2.25, 4],
      ],
    ],
    ["Excel's first line", "sep=;\r\na;b\r\n1;2\r\n", {}, [[1], [2]]],
    ["Excel's first line and points", "sep=|\na|b\n1.5|2\n", {}, [[1.5], [2]]],
    ["three digits after a comma, with a zero before it", "a;b\n0,125;2\n", {}, [[0.125], [2]]],
    ["a given decimal mark", "a;b\n1,125;2\n", { decimal: "comma" }, [[1.125], [2]]],
    ["a given delimiter", "a|b;c\n1|2;3\n", { delimiter: "pipe", target: "b;c", classes: true }, [[1], [0]]],
    ["lines of delimiters at the end", "a,b\n1,2\n,\n,\n\n", {}, [[1], [2]]],
    [
      "CR line ends",
      "a,b\r1,2\r3,4\r",
      {},
      [
        [1, 3],
        [2, 4],
      ],
    ],
    ["spaces and plus signs", "a , b\n +1 ,\t2 \n", {}, [[1], [2]]],
  ])("are detected: %s", async (_, text, params, expected) => {
    expect(await values(text, { ...numbers, ...params })).toEqual(expected);
  });

  it.each([
    ["1,234", 'a,b\n"1,234",2\n', /decimal point and no thousands separators, or set “decimal” to "comma"/],
    ["1.234,5", "a;b\n1.234,5;2\n", /no thousands separators/],
    ["12,345,678", 'a,b\n"12,345,678",2\n', /no thousands separators/],
    ["0x10", "a,b\n0x10,2\n", /numeric input columns/],
  ])("never make %s a number", async (_, text, hint) => {
    const loading = load(text);
    await expect(loading).rejects.toMatchObject({ code: "data-not-number" });
    await expect(loading).rejects.toHaveProperty("hint", expect.stringMatching(hint));
  });
});

describe("a table as a whole", () => {
  it.each([
    ["a duplicate input column", "a,b,a\n1,2,3\n", "data-column-duplicate", /same name: a\./],
    ["a duplicate unused column", "a,b,c,c\n1,2,3,4\n", "data-column-duplicate", /same name: c\./],
    [
      "a line with fewer fields",
      "a,b,c\n1,2,3\n4,5\n",
      "data-file-wrong-type",
      /line 3: 2 fields, but the header has 3/,
    ],
    [
      "lines with more fields",
      "a,b\n1,2\n1,2,\n3,4,\n",
      "data-file-wrong-type",
      /2 lines .* first is line 3 with 3/,
    ],
    ["an unknown delimiter", "a:b\n1:2\n", "data-column-unknown", /no column “a”/],
  ])("is refused for %s", async (_, text, code, message) => {
    const loading = load(text);
    await expect(loading).rejects.toMatchObject({ code });
    await expect(loading).rejects.toThrow(message);
  });

  it("has one error for all unusable values, with counts and first lines", async () => {
    const text = "a,b,c\n1,2,x\n,n/a,y\nNaN,?,3\n-,null,4\nSeoul,5,6\nBusan,inf,7\n";
    const loading = load(text, { inputs: ["a", "b"], target: "c" });
    await expect(loading).rejects.toMatchObject({ code: "data-not-number", at: { param: "file" } });
    await expect(loading).rejects.toThrow(
      "3 columns contain unusable values: c (2 not numeric, first “x” on line 2), a (3 missing, first on line 3, 2 not numeric, first “Seoul” on line 6), " +
        "b (3 missing, first on line 3, “inf” on line 7, not finite in float32).",
    );
  });

  it("has an error that names only some of many columns and shortens long values", async () => {
    const names = Array.from({ length: 500 }, (_, index) => `column${index}`);
    const long = names.map(() => "x".repeat(1000)).join(",");
    const loading = load(`${names.join(",")},b\n${long},1\n`, { inputs: names, target: "b" });
    const { message } = (await loading.catch((error: unknown) => error)) as Error;
    expect(message).toMatch(/500 columns .* column9 .* and 490 more/);
    expect(message.length).toBeLessThan(1200);
  });

  const lines = Array.from({ length: 40 }, (_, index) => `${index},${index % 2 ? "often" : "also"}`);
  const classes = { inputs: ["a"], target: "b", classes: true };
  it("reports classes that occur only in the validation set, given the split that training uses", async () => {
    const place = await workspaceWith({ "workspace/models/t.csv": ["a,b", ...lines].join("\n") });
    const { validation, train } = await loadDataset("csv", { file: "t.csv", ...classes }, place);
    const [held, trained] = [validation[3] ?? 0, train[5] ?? 0];
    const one = ["a,b", ...lines.with(held, `${held},seldom`)].join("\n");
    const other = ["a,b", ...lines.with(trained, `${trained},seldom`)].join("\n");
    expect((await inspect(one, classes)).ports.target?.untrained).toEqual([{ class: 2, validation: 1 }]);
    expect((await inspect(other, classes)).ports.target?.untrained).toBeUndefined();
    expect((await inspect(one, { ...classes, validation: 0 })).ports.target?.untrained).toBeUndefined();
  });

  it("reports named classes without rows", async () => {
    const named = { ...classes, classNames: ["also", "never", "often"] };
    const { target } = (await inspect(["a,b", ...lines].join("\n"), named)).ports;
    expect(target).toMatchObject({ untrained: [{ class: 1, validation: 0 }], range: { low: 0, high: 2 } });
  });
});
