import { expect, it } from "vitest";
import { shownKeys } from "../../../webview/ui/shownKeys";

it.each([
  ["Ctrl+G", "⌘G"],
  ["Ctrl+Shift+G", "⇧⌘G"],
  ["Del", "⌫"],
  ["Enter", "↩"],
  ["F2", "F2"],
])("%s is %s on macOS only", (keys, mac) => {
  expect(shownKeys(keys, true)).toBe(mac);
  expect(shownKeys(keys, false)).toBe(keys);
});
