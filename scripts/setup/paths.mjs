import { homedir } from "node:os";
import * as path from "node:path";
import { fileURLToPath } from "node:url";

/** The checkout. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");

/**
 * The folder for downloads that outlive the checkout (VS Code, benchmark peers): `NETLOOM_CACHE`, or the platform's
 * cache folder.
 */
export function cacheFolder() {
  if (process.env.NETLOOM_CACHE) return path.resolve(process.env.NETLOOM_CACHE);
  const home = homedir();
  if (process.platform === "darwin") return path.join(home, "Library", "Caches", "netloom");
  if (process.platform === "win32")
    return path.join(process.env.LOCALAPPDATA ?? path.join(home, "AppData", "Local"), "netloom", "Cache");
  return path.join(process.env.XDG_CACHE_HOME || path.join(home, ".cache"), "netloom");
}
