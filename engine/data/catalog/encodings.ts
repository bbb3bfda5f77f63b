/** The supported encodings of text files; a byte-order mark takes precedence over the setting. */
export const encodings = [
  "utf-8",
  "utf-16le",
  "utf-16be",
  "cp949",
  "shift_jis",
  "euc-jp",
  "gbk",
  "big5",
  "windows-1252",
] as const;
export type Encoding = (typeof encodings)[number];

/** Their usual names, for display. */
export const encodingNames: Readonly<Record<Encoding, string>> = {
  "utf-8": "UTF-8",
  "utf-16le": "UTF-16 LE",
  "utf-16be": "UTF-16 BE",
  cp949: "CP949 (EUC-KR)",
  shift_jis: "Shift-JIS",
  "euc-jp": "EUC-JP",
  gbk: "GBK",
  big5: "Big5",
  "windows-1252": "Windows-1252",
};
