import { analyse } from "chardet";
import { encodings, type Encoding } from "../catalog/encodings";
import { decode } from "./decode";

/** The detector's names where they differ from ours. */
const names: Readonly<Record<string, Encoding>> = {
  "EUC-KR": "cp949",
  GB18030: "gbk",
  "ISO-8859-1": "windows-1252",
};
const most = 3;

/** The encodings that some bytes may be written in, the likeliest first; each of them can read all of the bytes. */
export function likelyEncodings(bytes: Buffer): Encoding[] {
  const wide = wideEncoding(bytes);
  if (wide) return [wide];
  const found = analyse(bytes).flatMap(({ name }) => {
    const called = names[name] ?? name.toLowerCase();
    return encodings.filter((encoding) => encoding === called);
  });
  // What the detector has no opinion on may still be right.
  return [...new Set([...found, "cp949", "windows-1252"] as const)]
    .filter((encoding) => decode(bytes, encoding) !== undefined)
    .slice(0, most);
}

/** UTF-16 without its mark shows as a 0 in every other byte, where the text is mostly ASCII. */
export function wideEncoding(bytes: Buffer): Encoding | undefined {
  const sample = bytes.subarray(0, 1000);
  const zeros = [0, 0];
  sample.forEach((byte, index) => {
    if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1;
  });
  const [even = 0, odd = 0] = zeros;
  if (odd > sample.length / 4 && even < odd / 4) return "utf-16le";
  if (even > sample.length / 4 && odd < even / 4) return "utf-16be";
  return undefined;
}
