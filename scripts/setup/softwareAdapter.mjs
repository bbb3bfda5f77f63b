// A software Vulkan adapter, so that tests can run every WGSL kernel without a GPU.
import { existsSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { aptInstall, aptInstallAtLeast } from "./apt.mjs";
import { ensureChromium } from "./chromium.mjs";
import { onPath, run } from "./processes.mjs";
import { Missing } from "./terminal.mjs";

const loaderFolders = [
  "/usr/lib",
  "/usr/lib64",
  "/usr/local/lib",
  "/lib",
  "/lib64",
  "/usr/lib/x86_64-linux-gnu",
  "/usr/lib/aarch64-linux-gnu",
];
const hasLoader = () => loaderFolders.some((folder) => existsSync(path.join(folder, "libvulkan.so.1")));

/** The first Mesa version whose lavapipe works with Dawn: 22 lacks dynamic indexing of uniform arrays. */
const mesa = 24;

/** Mesa's lavapipe, if it is installed and new enough. */
async function lavapipe() {
  const folder = "/usr/share/vulkan/icd.d";
  const name = existsSync(folder) && readdirSync(folder).find((file) => file.startsWith("lvp_icd"));
  if (!name || !onPath("dpkg-query")) return undefined;
  const { output } = await run("dpkg-query", ["-W", "-f", "${Version}", "mesa-vulkan-drivers"], {
    quiet: true,
  });
  const [major = 0] = output.replace(/^\d+:/, "").split(".").map(Number);
  return major >= mesa ? path.join(folder, name) : undefined;
}

/** SwiftShader, which comes with every Chromium, Chrome, Edge and desktop VS Code on Linux. */
function swiftShader(chromium) {
  const folders = [
    path.dirname(chromium),
    "/usr/lib/chromium",
    "/usr/lib/chromium-browser",
    "/opt/google/chrome",
    "/opt/microsoft/msedge",
    "/usr/share/code",
  ];
  return folders
    .map((folder) => path.join(folder, "vk_swiftshader_icd.json"))
    .find((file) => existsSync(file));
}

/**
 * The environment in which the engine's `software` device finds an adapter. Linux only: elsewhere it is empty, and the
 * system's own fallback adapter is used.
 * @returns {Promise<Record<string, string>>}
 */
export async function softwareAdapter() {
  if (process.platform !== "linux") return {};
  const quiet = { XDG_RUNTIME_DIR: process.env.XDG_RUNTIME_DIR ?? tmpdir() };
  if (!hasLoader())
    await aptInstall(["libvulkan1"], "Install the Vulkan loader (Debian: `apt-get install libvulkan1`).");
  if (process.env.VK_DRIVER_FILES) return quiet;
  // lavapipe is faster and more capable.
  const driver =
    (await lavapipe()) ??
    ((await aptInstallAtLeast("mesa-vulkan-drivers", mesa)) ? await lavapipe() : undefined) ??
    swiftShader(await ensureChromium());
  if (!driver)
    throw new Missing(
      "There is no software Vulkan adapter.",
      "Install mesa-vulkan-drivers 24 or newer, or Debian's chromium; or set VK_DRIVER_FILES to a driver's .json file.",
    );
  return { ...quiet, VK_DRIVER_FILES: driver };
}
