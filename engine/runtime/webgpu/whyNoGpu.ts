import { existsSync } from "node:fs";
import { delimiter } from "node:path";
import { t } from "@vscode/l10n";

const loader = "libvulkan.so.1";

/** A sentence on why no GPU could be used, as far as that can be detected: drivers report the cause only on stderr. */
export function whyNoGpu(): string {
  if (process.platform === "linux") {
    if (!canLoad(loader)) return t("No GPU can be used: the Vulkan loader, {0}, cannot be loaded.", loader);
    const { VK_DRIVER_FILES = "" } = process.env;
    const missing = VK_DRIVER_FILES.split(delimiter).find((file) => file !== "" && !existsSync(file));
    if (missing !== undefined)
      return t("No GPU can be used: VK_DRIVER_FILES names {0}, which does not exist.", missing);
  }
  return t("No GPU was found.");
}

/** Whether the system finds a library the way Dawn looks for it. Node loads it, then refuses it because it is no addon. */
function canLoad(library: string): boolean {
  try {
    process.dlopen({ exports: {} }, library);
    return true;
  } catch (error) {
    return String(error).includes("self-register");
  }
}
