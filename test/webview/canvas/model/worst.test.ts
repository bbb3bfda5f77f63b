import { expect, it } from "vitest";
import { worst } from "../../../../webview/canvas/model/worst";

it("shows an error among warnings as an error, warnings alone as such, and nothing for none", () => {
  const [error, warning] = [{ severity: "error" } as const, { severity: "warning" } as const];
  expect([worst([warning, error]), worst([warning, warning]), worst([])]).toEqual([
    "error",
    "warning",
    undefined,
  ]);
});
