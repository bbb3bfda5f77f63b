import { expect, it } from "vitest";
import { worst } from "../../../../webview/canvas/model/worst";

it("is an error if there is one, otherwise a warning, otherwise undefined", () => {
  const [error, warning] = [{ severity: "error" } as const, { severity: "warning" } as const];
  expect([worst([warning, error]), worst([warning, warning]), worst([])]).toEqual([
    "error",
    "warning",
    undefined,
  ]);
});
