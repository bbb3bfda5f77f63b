import { setFlagsFromString } from "node:v8";
import type { InferenceSession } from "onnxruntime-node";
import { t } from "@vscode/l10n";
import { machineMemory } from "../machineMemory";
import type { Runtime } from "../runtime";
import { OnnxRuntimeError } from "./OnnxRuntimeError";
import { OnnxSession } from "./OnnxSession";
import { physicalCores } from "./physicalCores";

export interface OnnxRuntimeOptions {
  /** Threads that one operation is spread over; the number of physical cores by default. */
  readonly threads?: number;
}

/**
 * The CPU as a device: ONNX Runtime runs each Program as one ONNX model.
 * @throws OnnxRuntimeError `onnx-unavailable` where the native library cannot be loaded
 */
export async function createOnnxRuntime({
  threads = physicalCores(),
}: OnnxRuntimeOptions = {}): Promise<Runtime> {
  const ort = await import("onnxruntime-node").catch((error: unknown) => {
    throw new OnnxRuntimeError(
      "onnx-unavailable",
      t("ONNX Runtime cannot be loaded: {0}", String(error)),
      error,
    );
  });
  // Every step hands V8 the step's tensors as memory from outside its heap. It answers with a whole incremental marking of
  // that heap each 20 ms, which took a quarter of a small model's time; collected at once it is a millisecond now and then.
  setFlagsFromString("--no-incremental-marking");
  const options: InferenceSession.SessionOptions = {
    executionProviders: ["cpu"],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    executionMode: "sequential",
    // Threads that wait in a loop make a step no faster and, where the machine does anything else, several times slower.
    extra: { session: { intra_op: { allow_spinning: "0" } } },
    // Warnings about constants it could not fold are nobody's business.
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
