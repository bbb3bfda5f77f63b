import { describe, expect, it } from "vitest";
import { engineEnded } from "../../../extension/engine/engineEnded";

describe("the error of an engine that ended unexpectedly", () => {
  it("names the likely cause of each signal", () => {
    const messageFor = (signal: string, output = "") => engineEnded(null, signal, output).message;
    expect(messageFor("SIGKILL", "anything it printed before")).toBe(
      "The engine was killed by the system or another program, possibly because memory ran out (SIGKILL).",
    );
    expect(messageFor("SIGTERM")).toBe("The engine was stopped by another program (SIGTERM).");
    expect(messageFor("SIGSEGV")).toBe(
      "The engine crashed in native code, possibly in the graphics driver (SIGSEGV).",
    );
    expect(messageFor("SIGABRT", "Check failed")).toContain("(SIGABRT): Check failed");
    expect(
      messageFor(
        "SIGABRT",
        "FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory",
      ),
    ).toBe("The engine ran out of memory. Use a smaller batch size or a smaller model.");
  });

  it("contains the exit code and the last output", () => {
    const error = engineEnded(1, null, "TypeError: x is undefined");
    expect(error).toMatchObject({ code: "engine-crashed", hint: "Resume the run from its last checkpoint." });
    expect(error.message).toBe("The engine ended unexpectedly (exit code 1): TypeError: x is undefined");
    expect(engineEnded(3, null, "").message).toBe("The engine ended unexpectedly (exit code 3).");
  });
});
