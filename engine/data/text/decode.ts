import { isUtf8 } from "node:buffer";
import iconv from "iconv-lite";
import type { Encoding } from "../catalog/encodings";

const utf16 = {
  "utf-16le": new TextDecoder("utf-16le", { fatal: true, ignoreBOM: true }),
  "utf-16be": new TextDecoder("utf-16be", { fatal: true, ignoreBOM: true }),
};

/**
 * The text of some bytes that end with a whole character; undefined where a byte of them has no meaning. Bytes that are
 * UTF-8 stay bytes, since every reader of text takes them. Node's own TextDecoder is not used for the older encodings:
 * it reads CP949's later syllables as other characters, and accepts bytes that Windows-1252 and GBK do not have.
 */
export function decode(bytes: Buffer, encoding: Encoding): string | Buffer | undefined {
  if (encoding === "utf-8") return isUtf8(bytes) ? bytes : undefined;
  if (encoding === "utf-16le" || encoding === "utf-16be") {
    try {
      return utf16[encoding].decode(bytes);
    } catch {
      return undefined;
    }
  }
  // None of these encodings can write U+FFFD: it stands for what could not be read.
  const text = iconv.decode(bytes, encoding, { stripBOM: false });
  return text.includes("\uFFFD") ? undefined : text;
}

/** Where the first character lies that has no meaning; the bytes hold one. */
export function firstFault(bytes: Buffer, encoding: Encoding): number {
  const unit = encoding.startsWith("utf-16") ? 2 : 1;
  let start = 0;
  while (start < bytes.length) {
    const ascii = unit === 1 && (bytes[start] ?? 0) < 0x80;
    const length = ascii
      ? 1
      : [1, 2, 3, 4].find(
          (length) =>
            length % unit === 0 &&
            start + length <= bytes.length &&
            decode(bytes.subarray(start, start + length), encoding) !== undefined,
        );
    if (length === undefined) break;
    start += length;
  }
  return start;
}
