import { existsSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { t } from "@vscode/l10n";
import { pollGently } from "./pollGently";
import { WebgpuError } from "./WebgpuError";
import { whyNoGpu } from "./whyNoGpu";

/** The environment variable that restricts the Vulkan loader to some drivers: https://vulkan.lunarg.com/doc/view/latest/linux/loader_and_layer_interface.html */
const driverList = "VK_DRIVER_FILES";

/** Folders where Mesa and browsers install the manifests of their software Vulkan drivers. */
const driverFolders = [
  "/usr/share/vulkan/icd.d",
  "/etc/vulkan/icd.d",
  "/usr/local/share/vulkan/icd.d",
  "/usr/lib/chromium",
  "/usr/lib/chromium-browser",
  "/opt/google/chrome",
  "/opt/microsoft/msedge",
  "/usr/share/code",
];
/** lavapipe, which is faster, and SwiftShader. */
const driverNames = [/^lvp_icd.*\.json$/, /^vk_swiftshader_icd\.json$/];

type Create = (options: string[]) => GPU;

/** An adapter, and Dawn's instance, which keeps it alive. */
export interface Found {
  readonly gpu: GPU;
  readonly adapter: GPUAdapter;
}

/**
 * Finds a hardware GPU or a software Vulkan driver. For the latter it tries `NETLOOM_VULKAN_ICD` (a driver's .json file),
 * the drivers in `VK_DRIVER_FILES`, and the folders where Linux systems and VS Code (in the folder `NETLOOM_VSCODE`)
 * install such drivers.
 * @throws WebgpuError `no-gpu`, `no-software-adapter` or `webgpu-unavailable`
 */
export async function findAdapter(kind: "gpu" | "software"): Promise<Found> {
  const { create, globals } = await import("webgpu").catch((error: unknown) => {
    throw new WebgpuError(
      "webgpu-unavailable",
      t("WebGPU cannot be loaded on this machine: {0}", String(error)),
      t("Train on the CPU instead."),
      error,
    );
  });
  // GPUBufferUsage and similar are globals in browsers.
  Object.assign(globalThis, globals);
  pollGently();
  // Without it Mesa prints an error to stderr.
  process.env.XDG_RUNTIME_DIR ??= tmpdir();
  if (kind === "gpu") {
    const found = await request(create, { powerPreference: "high-performance" });
    if (found && !found.adapter.info.isFallbackAdapter) return found;
    throw new WebgpuError(
      "no-gpu",
      whyNoGpu(),
      t("Install or update the graphics driver (with Vulkan on Linux), or train on the CPU."),
    );
  }
  const software = await findSoftware(create);
  if (software) return software;
  throw new WebgpuError(
    "no-software-adapter",
    t("No software GPU adapter was found."),
    t(
      "On Linux install libvulkan1 and mesa-vulkan-drivers (24 or newer) or chromium, or set NETLOOM_VULKAN_ICD to a driver's .json file.",
    ),
  );
}

async function findSoftware(create: Create): Promise<Found | undefined> {
  const before = process.env[driverList];
  try {
    for (const driver of softwareDrivers()) {
      if (driver !== undefined) process.env[driverList] = driver;
      for (const options of [{ forceFallbackAdapter: true }, {}]) {
        const found = await request(create, options);
        if (found?.adapter.info.isFallbackAdapter) return found;
      }
    }
    return undefined;
  } finally {
    // A later search for a GPU must find all drivers.
    if (before === undefined) Reflect.deleteProperty(process.env, driverList);
    else process.env[driverList] = before;
  }
}

async function request(create: Create, options: GPURequestAdapterOptions): Promise<Found | undefined> {
  const gpu = create([]);
  const adapter = await gpu.requestAdapter(options);
  return adapter ? { gpu, adapter } : undefined;
}

/** Values of the driver list to try in turn; undefined leaves it as it is. */
function softwareDrivers(): (string | undefined)[] {
  const chosen = process.env.NETLOOM_VULKAN_ICD;
  if (chosen) return [chosen];
  if (process.env[driverList] || process.platform !== "linux") return [undefined];
  const { NETLOOM_VSCODE = "" } = process.env;
  const folders = [...driverFolders, NETLOOM_VSCODE].filter((folder) => existsSync(folder));
  const found = driverNames.flatMap((name) =>
    folders.flatMap((folder) =>
      readdirSync(folder)
        .filter((file) => name.test(file))
        .map((file) => path.join(folder, file)),
    ),
  );
  return [undefined, ...found];
}
