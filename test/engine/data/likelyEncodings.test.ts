import { encode } from "iconv-lite";
import { expect, it } from "vitest";
import { likelyEncodings } from "../../../engine/data/text/likelyEncodings";

it.each([
  ["cp949", "남,1\n여,2\n"],
  ["cp949", "키,무게\n"],
  ["shift_jis", "東京,1\n大阪,2\nカメラ,3\n"],
  ["gbk", "北京,1\n上海,2\n广州,3\n深圳,4\n天津,5\n重庆,6\n"],
  ["windows-1252", "café,1\nthé,2\n"],
] as const)("%s is suggested first for a few words in its language", (encoding, text) => {
  expect(likelyEncodings(encode(text, encoding))[0]).toBe(encoding);
});
