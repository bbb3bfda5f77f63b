const symbols: Readonly<Record<string, string>> = { Shift: "⇧", Ctrl: "⌘", Del: "⌫", Enter: "↩" };

/** The platform's way to write a shortcut such as `Ctrl+Shift+G`: on macOS `⇧⌘G`. */
export function shownKeys(keys: string, isMac = /mac/i.test(navigator.platform)): string {
  if (!isMac) return keys;
  const [key = "", ...modifiers] = keys.split("+").reverse();
  return [...modifiers, key].map((part) => symbols[part] ?? part).join("");
}
