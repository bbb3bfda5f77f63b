import { createReadStream } from "node:fs";
import { t } from "@vscode/l10n";
import { encodingNames, type Encoding } from "../catalog/encodings";
import { DataError } from "../dataError";
import { unreadable } from "../dataPath";
import { decode, firstFault } from "./decode";
import { likelyEncodings, wideEncoding } from "./likelyEncodings";

/** No line of a text file is longer. */
export const maximumLine = 1 << 20;

/** A text file that a parameter names. */
export interface TextFile {
  readonly path: string;
  /** As the parameter says it. */
  readonly written: string;
  readonly param: string;
  /** What the setting `encoding` says. */
  readonly encoding: Encoding;
}

const marks: readonly { readonly bytes: readonly number[]; readonly encoding: Encoding }[] = [
  { bytes: [0xef, 0xbb, 0xbf], encoding: "utf-8" },
  { bytes: [0xff, 0xfe], encoding: "utf-16le" },
  { bytes: [0xfe, 0xff], encoding: "utf-16be" },
];

/**
 * The text of a file in pieces of whole lines (UTF-8 as bytes), without its byte-order mark; a mark says the encoding
 * whatever the setting says. Throws a DataError that names the byte and its line where the encoding cannot be right,
 * and offers others.
 */
export async function* readText(file: TextFile): AsyncGenerator<string | Buffer> {
  let { encoding } = file;
  let rest: Buffer = Buffer.alloc(0);
  /** Of `rest` in the file. */
  let offset = 0;
  let begun = false;
  const checked = async (bytes: Buffer): Promise<string | Buffer> => {
    const text = decode(bytes, encoding);
    if (text === undefined) throw await wrongEncoding(file, encoding, bytes, offset);
    if (text.includes("\0")) throw notText(file, encoding, bytes);
    return text;
  };
  for await (const chunk of chunks(file)) {
    rest = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    if (!begun) {
      begun = true;
      const mark = marks.find(({ bytes }) => bytes.every((byte, index) => rest[index] === byte));
      encoding = mark?.encoding ?? encoding;
      offset = mark?.bytes.length ?? 0;
      rest = rest.subarray(offset);
    }
    const end = endOfLines(rest, encoding);
    if (end === 0 && rest.length > maximumLine) throw lineTooLong(file);
    if (end === 0) continue;
    yield await checked(rest.subarray(0, end));
    offset += end;
    rest = rest.subarray(end);
  }
  if (rest.length > 0) yield await checked(rest);
}

async function* chunks({ path, written, param }: TextFile, end?: number): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 18, end })) yield chunk as Buffer;
  } catch (error) {
    throw unreadable(written, error, param);
  }
}

/** Behind the last end of a line, in bytes; 0 where there is none. No encoding here has these bytes inside a character. */
function endOfLines(bytes: Buffer, encoding: Encoding): number {
  if (!encoding.startsWith("utf-16")) return Math.max(bytes.lastIndexOf(10), bytes.lastIndexOf(13)) + 1;
  const [low, high] = encoding === "utf-16le" ? [0, 1] : [1, 0];
  for (let pair = (bytes.length & ~1) - 2; pair >= 0; pair -= 2)
    if (bytes[pair + high] === 0 && (bytes[pair + low] === 10 || bytes[pair + low] === 13)) return pair + 2;
  return 0;
}

async function wrongEncoding(
  file: TextFile,
  encoding: Encoding,
  bytes: Buffer,
  offset: number,
): Promise<DataError> {
  const { written, param } = file;
  const fault = firstFault(bytes, encoding);
  const line = await lineAt(file, offset + fault, encoding);
  // The fault's line and those after it: what lies before may be plain ASCII for long.
  const around = bytes.subarray(endOfLines(bytes.subarray(0, fault), "utf-8"));
  const sample = around.subarray(0, endOfLines(around.subarray(0, 1 << 16), "utf-8") || around.length);
  const likely = likelyEncodings(sample).filter((other) => other !== encoding);
  const byte = `0x${(bytes[fault] ?? 0).toString(16).toUpperCase().padStart(2, "0")}`;
  return new DataError(
    "data-encoding",
    t(
      "{0}, line {1}: the byte {2} at offset {3} is not {4}.",
      written,
      line,
      byte,
      offset + fault,
      encodingNames[encoding],
    ),
    {
      param: file.encoding === encoding && encoding !== "utf-8" ? "encoding" : param,
      hint:
        likely.length > 0
          ? t(
              'Set "encoding" to {0}, or save the file as UTF-8.',
              likely.map((other) => `"${other}"`).join(t(" or ")),
            )
          : t("Save the file as UTF-8."),
      fixes: likely.map(fix),
    },
  );
}

function fix(encoding: Encoding) {
  return {
    title: t("Read the file as {0}", encodingNames[encoding]),
    param: "encoding",
    value: encoding,
  };
}

/** The number of the line, from 1, in which a byte of the file lies. */
async function lineAt(file: TextFile, offset: number, encoding: Encoding): Promise<number> {
  if (offset === 0) return 1;
  let line = 1;
  let before = 0;
  // Of UTF-16 the first byte of a pair, until the second has come.
  let half: number | undefined;
  const wide = encoding.startsWith("utf-16");
  for await (const chunk of chunks(file, offset - 1))
    for (const byte of chunk) {
      if (wide && half === undefined) {
        half = byte;
        continue;
      }
      const unit =
        half === undefined ? byte : encoding === "utf-16le" ? half + 256 * byte : 256 * half + byte;
      half = undefined;
      // A line ends with \n, \r\n or \r.
      if (unit === 13 || (unit === 10 && before !== 13)) line++;
      before = unit;
    }
  return line;
}

/** Text holds no 0. */
function notText({ written, param }: TextFile, encoding: Encoding, bytes: Buffer): DataError {
  const wide = encoding.startsWith("utf-16") ? undefined : wideEncoding(bytes);
  if (wide)
    return new DataError(
      "data-encoding",
      t("{0} looks like {1} without a byte-order mark.", written, encodingNames[wide]),
      {
        param,
        hint: t('Set "encoding" to {0}, or save the file as UTF-8.', `"${wide}"`),
        fixes: [fix(wide)],
      },
    );
  return new DataError("data-file-wrong-type", t("{0} is not a text file.", written), {
    param,
    hint: t("Choose a text file with a line of columns’ names and a line for each sample."),
  });
}

function lineTooLong({ written, param }: TextFile): DataError {
  return new DataError(
    "data-file-wrong-type",
    t("{0} has a line of more than {1} bytes.", written, maximumLine),
    { param, hint: t("Choose a text file with a line of columns’ names and a line for each sample.") },
  );
}
