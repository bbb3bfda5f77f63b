import { realpath, stat } from "node:fs/promises";
import { dirname, isAbsolute, relative, resolve, sep } from "node:path";
import { t } from "@vscode/l10n";
import { DataError } from "./dataError";

/** What a model's data paths are relative to, and the folder that they must not leave. */
export interface DataPlace {
  /** Absolute path of the model's file. */
  readonly file: string;
  /** Absolute path of the workspace folder. */
  readonly workspace: string;
}

export interface DataFile {
  /** Absolute, with every symbolic link resolved. */
  readonly path: string;
  readonly bytes: number;
  /** Changes when the file is written. */
  readonly modified: number;
}

/** Larger files are refused. */
export const maximumFileBytes = 2 * 2 ** 30;

/**
 * Resolves the path that a parameter specifies, relative to the model's folder. Symbolic links are followed before
 * checking that the file is in the workspace. Throws a DataError.
 */
export async function resolveDataFile(written: string, place: DataPlace, param: string): Promise<DataFile> {
  const workspace = await realOr(place.workspace);
  const target = resolve(await realOr(dirname(place.file)), written);
  const path = await realpath(target).catch((error: unknown) => {
    if (!isInside(target, workspace)) throw outside(written, param);
    throw errorCode(error) === "ENOENT" || errorCode(error) === "ENOTDIR"
      ? missing(written, target, param)
      : unreadable(written, error, param);
  });
  if (!isInside(path, workspace)) throw outside(written, param);
  const stats = await stat(path).catch((error: unknown) => {
    throw unreadable(written, error, param);
  });
  if (!stats.isFile())
    throw new DataError("data-file-wrong-type", t("{0} is not a file.", written), {
      param,
      hint: t("Choose a file."),
    });
  if (stats.size > maximumFileBytes)
    throw new DataError(
      "data-too-large",
      t("{0} has {1} bytes; a data file may have at most {2}.", written, stats.size, maximumFileBytes),
      { param, hint: t("Use a subset of the data.") },
    );
  return { path, bytes: stats.size, modified: stats.mtimeMs };
}

/** The error for a file that was found but could not be read. */
export function unreadable(written: string, error: unknown, param: string): DataError {
  const reason = error instanceof Error ? error.message : String(error);
  return new DataError("data-file-unreadable", t("{0} cannot be read: {1}", written, reason), {
    param,
    hint: t("Check the file's permissions."),
  });
}

/** Node's code for a failed call, such as `ENOENT`. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}

export async function realOr(path: string): Promise<string> {
  return realpath(path).catch(() => resolve(path));
}

export function isInside(path: string, folder: string): boolean {
  const route = relative(folder, path);
  return route !== ".." && !route.startsWith(`..${sep}`) && !isAbsolute(route);
}

function outside(written: string, param: string): DataError {
  return new DataError("data-path-outside", t("{0} is outside the workspace.", written), {
    param,
    hint: t("Copy the file into the workspace folder and give its path relative to the model."),
  });
}

function missing(written: string, target: string, param: string): DataError {
  return new DataError("data-file-missing", t("There is no file {0} (looked for {1}).", written, target), {
    param,
    hint: t("Put the file there, or correct the path: it is relative to the model's folder."),
  });
}
