import { analyse } from "chardet";
import { encodings, type Encoding } from "../catalog/encodings";
import { decode } from "./decode";

/** The detector's names that differ from ours. */
const names: Readonly<Record<string, Encoding>> = {
  "EUC-KR": "cp949",
  GB18030: "gbk",
  "ISO-8859-1": "windows-1252",
};
const maximumSuggestions = 4;

/** Always considered, since the detector is unreliable for short texts. */
const common: readonly Encoding[] = ["cp949", "shift_jis", "gbk", "windows-1252"];

/**
 * The letters of an encoding's language. Half-width katakana are excluded: other encodings look like them in Shift-JIS.
 */
const lettersOf: Readonly<Partial<Record<Encoding, RegExp>>> = {
  cp949: /\p{Script=Hangul}/u,
  shift_jis: /[\p{Script=Hiragana}\p{Script=Han}\u30A0-\u30FF]/u,
  "euc-jp": /[\p{Script=Hiragana}\p{Script=Han}\u30A0-\u30FF]/u,
  gbk: /\p{Script=Han}/u,
  big5: /\p{Script=Han}/u,
  "windows-1252": /\p{Script=Latin}/u,
};

/** The syllables that most Korean text consists of; Chinese decoded as Korean gives others. */
const commonHangul = new Set(
  "가간감강개거건게격결경계고공과관교구국군그금기길김나난남내너네년노녀는능니다단달당대더데도동되된두드든들등따때라람래러려력로료류르른를름리린마만말매면명모목무문물미민바박반발방배번법변별보복본부북분불비사산상새생서석선설성세소속손수술스시식신실심아안알았양어언업없에여역연영예오온완외요용우운울원월위유육율으은을음응의이인일임입있자작장재저적전절점정제조종주중즉지직진질집차참채책천청체초총최추출치키타터통트특판편평포표품프피필하학한할합해행향허현형호화확환활회후히".split(
    "",
  ),
);

/** The likely encodings of some bytes, the likeliest first; all the bytes are valid in each of them. */
export function likelyEncodings(bytes: Buffer): Encoding[] {
  const wide = wideEncoding(bytes);
  if (wide) return [wide];
  const found = analyse(bytes).flatMap(({ name }) => {
    const ours = names[name] ?? name.toLowerCase();
    return encodings.filter((encoding) => encoding === ours);
  });
  const valid = [...new Set([...found, ...common])].flatMap((encoding) => {
    const text = decode(bytes, encoding);
    return text === undefined ? [] : [{ encoding, likeness: likeness(encoding, text.toString()) }];
  });
  return valid
    .sort((a, b) => b.likeness - a.likeness)
    .map(({ encoding }) => encoding)
    .slice(0, maximumSuggestions);
}

/** 2 for text that is almost certainly in the encoding's language, 1 for text in its letters, 0 otherwise. */
function likeness(encoding: Encoding, text: string): number {
  const characters = Array.from(text)
    .filter((character) => character > "\u007F")
    .slice(0, 2000);
  const fraction = (isLike: (character: string) => boolean) =>
    characters.filter(isLike).length / Math.max(1, characters.length);
  const letters = lettersOf[encoding];
  if (encoding === "cp949" && fraction((character) => commonHangul.has(character)) > 0.6) return 2;
  return letters && fraction((character) => letters.test(character)) > 0.5 ? 1 : 0;
}

/** Detects UTF-16 without a byte-order mark: in mostly ASCII text, every other byte is 0. */
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
