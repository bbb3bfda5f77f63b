import { isUtf8 } from "node:buffer";
import iconv from "iconv-lite";
import type { Encoding } from "../catalog/encodings";

const utf16 = {
  "utf-16le": new TextDecoder("utf-16le", { fatal: true, ignoreBOM: true }),
  "utf-16be": new TextDecoder("utf-16be", { fatal: true, ignoreBOM: true }),
};

/**
 * Decodes bytes that end at a character boundary; undefined if they are not valid in the encoding. UTF-8 is returned as
 * bytes, since every consumer accepts them. Node's own TextDecoder is not used for the older encodings: it decodes
 * CP949's extended syllables as other characters, and accepts bytes that are invalid in Windows-1252 and GBK.
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
  // None of these encodings contains U+FFFD, so it always marks invalid bytes.
  const text = iconv.decode(bytes, encoding, { stripBOM: false });
  return text.includes("\uFFFD") ? undefined : text;
}

/** The offset of the first invalid character; the bytes must contain one. */
export function firstInvalid(bytes: Buffer, encoding: Encoding): number {
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
