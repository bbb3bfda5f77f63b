import { existsSync } from "node:fs";
import * as path from "node:path";
import { aptInstall } from "./apt.mjs";
import { onPath } from "./processes.mjs";
import { Missing } from "./terminal.mjs";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge"];
const places = {
  darwin: [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
  ],
  win32: ["PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"].flatMap((variable) => {
    const folder = process.env[variable];
    return folder
      ? [
          path.join(folder, "Google/Chrome/Application/chrome.exe"),
          path.join(folder, "Microsoft/Edge/Application/msedge.exe"),
        ]
      : [];
  }),
};

/** The browser for tests: `NETLOOM_CHROMIUM`, or an installed Chromium, Chrome or Edge; undefined if there is none. */
export function findChromium() {
  const given = process.env.NETLOOM_CHROMIUM;
  if (given) {
    if (!existsSync(given)) throw new Missing(`NETLOOM_CHROMIUM is ${given}, but there is no such file.`);
    return given;
  }
  for (const name of names) {
    const file = onPath(name);
    if (file) return file;
  }
  return (places[process.platform] ?? []).find((file) => existsSync(file));
}

/** A Chromium for tests, installed with apt if there is none and this user may. */
export async function ensureChromium() {
  const found = findChromium();
  if (found) return found;
  await aptInstall(
    ["chromium", "fonts-dejavu-core"],
    "Install Chromium or Chrome (Debian: `apt-get install chromium fonts-dejavu-core`), or set NETLOOM_CHROMIUM to its path.",
  );
  const now = findChromium();
  if (!now)
    throw new Missing("Chromium was installed but is not on the PATH.", "Set NETLOOM_CHROMIUM to its path.");
  return now;
}
