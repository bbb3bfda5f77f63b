import { setFlagsFromString } from "node:v8";
import type { InferenceSession } from "onnxruntime-node";
import { t } from "@vscode/l10n";
import { machineMemory } from "../machineMemory";
import type { Runtime } from "../runtime";
import { OnnxRuntimeError } from "./OnnxRuntimeError";
import { OnnxSession } from "./OnnxSession";
import { physicalCores } from "./physicalCores";

export interface OnnxRuntimeOptions {
  /** Threads per operation; by default the number of physical cores. */
  readonly threads?: number;
}

/**
 * The CPU as a device: ONNX Runtime runs each Program as one ONNX model.
 * @throws OnnxRuntimeError `onnx-unavailable` if the native library cannot be loaded
 */
export async function createOnnxRuntime({
  threads = physicalCores(),
}: OnnxRuntimeOptions = {}): Promise<Runtime> {
  // Microsoft's builds for Linux and macOS report models and runs to Microsoft, unless this is set before they are loaded.
  process.env.ORT_DISABLE_TELEMETRY = "1";
  const ort = await import("onnxruntime-node").catch((error: unknown) => {
    throw new OnnxRuntimeError(
      "onnx-unavailable",
      t("ONNX Runtime cannot be loaded: {0}", String(error)),
      error,
    );
  });
  // Every step's tensors count as external memory in V8, which then runs a whole incremental marking of its heap every
  // 20 ms. That took a quarter of a small model's time; without it a collection takes a millisecond now and then.
  setFlagsFromString("--no-incremental-marking");
  const options: InferenceSession.SessionOptions = {
    executionProviders: ["cpu"],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    executionMode: "sequential",
    // Spinning threads do not make a step faster, and make it several times slower if the machine does anything else.
    extra: { session: { intra_op: { allow_spinning: "0" } } },
    // Errors only: warnings are about constants that could not be folded.
    logSeverityLevel: 3,
  };
  const sessions = new Set<OnnxSession>();
  return {
    device: {
      kind: "cpu",
      name: threads === 1 ? t("CPU, 1 thread (ONNX Runtime)") : t("CPU, {0} threads (ONNX Runtime)", threads),
      memory: machineMemory(),
    },
    open: () => {
      const session = new OnnxSession(ort, options);
      sessions.add(session);
      return session;
    },
    dispose: async () => {
      for (const session of sessions) await session.close();
      sessions.clear();
    },
  };
}
