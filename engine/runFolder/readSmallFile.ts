import { openRegular } from "./openRegular";

/** Reads a text file in a run folder; undefined if it is not a regular file or has more than `limit` bytes. */
export async function readSmallFile(path: string, limit: number): Promise<string | undefined> {
  const opened = await openRegular(path);
  if (!opened) return undefined;
  try {
    if (opened.size > limit) return undefined;
    const bytes = Buffer.alloc(opened.size);
    const { bytesRead } = await opened.file.read(bytes, 0, opened.size, 0);
    return bytes.toString("utf8", 0, bytesRead);
  } catch {
    return undefined;
  } finally {
    await opened.file.close().catch(() => undefined);
  }
}
