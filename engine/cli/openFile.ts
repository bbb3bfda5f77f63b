import { readFile } from "node:fs/promises";
import { isAbsolute, relative, resolve, dirname } from "node:path";
import { t } from "@vscode/l10n";
import type { DataPlace } from "../data/dataPath";
import { UsageError } from "./UsageError";

/** A document named on the command line. */
export interface OpenFile {
  /** As written on the command line. */
  readonly name: string;
  readonly text: string;
  readonly place: DataPlace;
}

/** Reads the document; the workspace is the current folder if it contains the file, else the file's folder. */
export async function openFile(name: string | undefined): Promise<OpenFile> {
  if (name === undefined) throw new UsageError(t("Name a model file, which ends in .nn.json."));
  const file = resolve(name);
  const way = relative(process.cwd(), file);
  const workspace = way.startsWith("..") || isAbsolute(way) ? dirname(file) : process.cwd();
  try {
    return { name, text: await readFile(file, "utf8"), place: { file, workspace } };
  } catch {
    throw new UsageError(t("{0} cannot be read.", name));
  }
}

/** Parses a whole number from the command line. */
export function wholeNumber(
  option: string,
  written: string | undefined,
  minimum: number,
): number | undefined {
  if (written === undefined) return undefined;
  const number = Number(written);
  if (Number.isSafeInteger(number) && number >= minimum) return number;
  throw new UsageError(t("--{0} must be a whole number of at least {1}, not {2}.", option, minimum, written));
}
