import { createReadStream } from "node:fs";
import { t } from "@vscode/l10n";
import { encodingNames, type Encoding } from "../catalog/encodings";
import { DataError } from "../dataError";
import { unreadable } from "../dataPath";
import { decode, firstInvalid } from "./decode";
import { likelyEncodings, wideEncoding } from "./likelyEncodings";

/** The maximum length of a line in a text file, in bytes. */
export const maximumLine = 1 << 20;

/** A text file that a parameter specifies. */
export interface TextFile {
  readonly path: string;
  /** As written in the parameter. */
  readonly written: string;
  readonly param: string;
  /** The parameter `encoding`. */
  readonly encoding: Encoding;
}

const marks: readonly { readonly bytes: readonly number[]; readonly encoding: Encoding }[] = [
  { bytes: [0xef, 0xbb, 0xbf], encoding: "utf-8" },
  { bytes: [0xff, 0xfe], encoding: "utf-16le" },
  { bytes: [0xfe, 0xff], encoding: "utf-16be" },
];

/**
 * Reads the text of a file in pieces of whole lines (UTF-8 as bytes), without its byte-order mark, which takes
 * precedence over the parameter. If the encoding is wrong, throws a DataError that names the invalid byte and its line,
 * and offers other encodings as fixes.
 */
export async function* readText(file: TextFile): AsyncGenerator<string | Buffer> {
  let { encoding } = file;
  let rest: Buffer = Buffer.alloc(0);
  /** The offset of `rest` in the file. */
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

/**
 * The offset after the last line end, in bytes; 0 if there is none. In no encoding here are these bytes part of a
 * character.
 */
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
  const invalid = firstInvalid(bytes, encoding);
  const line = await lineAt(file, offset + invalid, encoding);
  // Sampled from the invalid byte's line on, since all text before it may be ASCII.
  const following = bytes.subarray(endOfLines(bytes.subarray(0, invalid), "utf-8"));
  const sample = following.subarray(
    0,
    endOfLines(following.subarray(0, 1 << 16), "utf-8") || following.length,
  );
  const likely = likelyEncodings(sample).filter((other) => other !== encoding);
  const byte = `0x${(bytes[invalid] ?? 0).toString(16).toUpperCase().padStart(2, "0")}`;
  return new DataError(
    "data-encoding",
    t(
      "{0}, line {1}: the byte {2} at offset {3} is not valid {4}.",
      written,
      line,
      byte,
      offset + invalid,
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

/** The line, from 1, that contains the byte at an offset in the file. */
async function lineAt(file: TextFile, offset: number, encoding: Encoding): Promise<number> {
  if (offset === 0) return 1;
  let line = 1;
  let before = 0;
  // The first byte of a UTF-16 code unit, until the second arrives.
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

/** The error for a file that contains zero bytes. */
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
    hint: t("Choose a text file with a line of column names and one line per sample."),
  });
}

function lineTooLong({ written, param }: TextFile): DataError {
  return new DataError(
    "data-file-wrong-type",
    t("{0} has a line of more than {1} bytes.", written, maximumLine),
    { param, hint: t("Choose a text file with a line of column names and one line per sample.") },
  );
}
